//! A server on a raw socket that answers in every wrong way, and counts what it was sent.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use plutu_http::Client;
use plutu_http::ClientBuilder;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use crate::requests;

/// A server that is gone when it is dropped.
pub(crate) struct Server {
    address: SocketAddr,
    log: Log,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts a server that does one act after another, one for each request (or for each connection, where
    /// the act does not read), and the last one for ever.
    pub(crate) async fn start(acts: impl Into<Vec<Act>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Log::default();
        let script = Script {
            acts: Arc::new(acts.into()),
            log: log.clone(),
        };
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                script.log.count_connection();
                let script = script.clone();
                tokio::spawn(async move { script.play(stream).await });
            }
        });
        Self { address, log, task }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/api/v1", self.address)
    }

    pub(crate) fn tls_base_url(&self) -> String {
        format!("https://{}/api/v1", self.address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// A client of this server.
    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        // So long that no machine is too slow: no test but those of time-outs ever waits for it.
        let patience = Duration::from_secs(600);
        Client::builder(requests::credentials())
            .base_url(self.base_url())
            .timeout(patience)
    }

    /// The requests that were read whole, in their order.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.log.0.lock().unwrap().requests.clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.log.0.lock().unwrap().connections
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What the server does with a request.
#[derive(Clone)]
pub(crate) enum Act {
    /// Reads it, answers, and keeps the connection.
    Answer(Vec<u8>),
    /// Reads it, answers, and closes.
    AnswerAndClose(Vec<u8>),
    /// Reads it, answers with these bytes, and says nothing more.
    AnswerAndStall(Vec<u8>),
    /// Reads it, answers with these bytes, and then sends a space now and then, without end.
    AnswerAndTrickle(Vec<u8>),
    /// Reads it and closes.
    Close,
    /// Reads it and never answers.
    Stall,
    /// Reads a byte of it and closes, so that the rest is answered with a reset.
    CloseMidway,
    /// Accepts the connection and closes it.
    CloseUnread,
    /// Accepts the connection and never says anything.
    StallUnread,
    /// Accepts the connection, speaks first, and closes.
    SpeakFirst(Vec<u8>),
}

/// An answer with a JSON body.
pub(crate) fn json(status: &str, body: &str) -> Vec<u8> {
    answer(status, "content-type: application/json", body)
}

/// An answer with one header and a body.
pub(crate) fn answer(status: &str, header: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\n{header}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    connections: usize,
    requests: Vec<String>,
}

impl Log {
    fn count_connection(&self) {
        self.0.lock().unwrap().connections += 1;
    }

    /// Keeps a request and gives how many came before it.
    fn keep(&self, request: String) -> usize {
        let mut seen = self.0.lock().unwrap();
        seen.requests.push(request);
        seen.requests.len() - 1
    }
}

#[derive(Clone)]
struct Script {
    acts: Arc<Vec<Act>>,
    log: Log,
}

impl Script {
    async fn play(&self, mut stream: TcpStream) {
        match &self.acts[0] {
            Act::CloseUnread => return,
            Act::CloseMidway => return drop(stream.read_u8().await),
            Act::StallUnread => return stall(stream).await,
            Act::SpeakFirst(bytes) => return drop(stream.write_all(bytes).await),
            _ => {}
        }
        while let Some(request) = read_request(&mut stream).await {
            let index = self.log.keep(request);
            let act = self.acts.get(index).or(self.acts.last()).unwrap();
            match act {
                Act::Answer(bytes) => stream.write_all(bytes).await.unwrap(),
                Act::AnswerAndClose(bytes) => return drop(stream.write_all(bytes).await),
                Act::AnswerAndStall(bytes) => {
                    // The client may have had enough before the end.
                    _ = stream.write_all(bytes).await;
                    return stall(stream).await;
                }
                Act::AnswerAndTrickle(bytes) => {
                    stream.write_all(bytes).await.unwrap();
                    return trickle(stream).await;
                }
                Act::Stall => return stall(stream).await,
                _ => return,
            }
        }
    }
}

/// Keeps the connection until the other side closes it.
async fn stall(mut stream: TcpStream) {
    let mut ignored = [0; 1024];
    while matches!(stream.read(&mut ignored).await, Ok(1..)) {}
}

async fn trickle(mut stream: TcpStream) {
    while stream.write_all(b" ").await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Reads one request whole; `None` when the connection ends before.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut text = String::new();
    while !is_whole(&text) {
        text.push(char::from(stream.read_u8().await.ok()?));
    }
    Some(text)
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    body.len() == length.map_or(0, |length| length.parse().unwrap())
}
