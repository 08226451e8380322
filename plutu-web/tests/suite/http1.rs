//! HTTP/1.1 written by hand, so that nothing between the test and the socket changes a query or a
//! body.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// Sends a request without a body. The path and the query are sent unchanged.
pub(crate) async fn request(address: SocketAddr, method: &str, target: &str) -> Answer {
    exchange(address, &head(method, target, ""), b"").await
}

/// Posts a body.
pub(crate) async fn post(
    address: SocketAddr,
    target: &str,
    content_type: &str,
    body: &[u8],
) -> Answer {
    let headers = format!(
        "content-type: {content_type}\r\ncontent-length: {}\r\n",
        body.len()
    );
    exchange(address, &head("POST", target, &headers), body).await
}

pub(crate) fn head(method: &str, target: &str, headers: &str) -> String {
    format!(
        "{method} {target} HTTP/1.1\r\nhost: shop.example\r\nconnection: close\r\n{headers}\r\n"
    )
}

/// Sends and receives at the same time, and reads until the answer is complete or the server
/// closes. A server that rejects a request may close before everything is sent.
pub(crate) async fn exchange(address: SocketAddr, head: &str, body: &[u8]) -> Answer {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let text = [head.as_bytes(), body].concat();
    let send = async move {
        let _ = writer.write_all(&text).await;
        // The connection stays open: to some servers, a half-closed connection is an aborted
        // request.
        writer
    };
    let receive = async move {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4_096];
        while let Ok(read @ 1..) = reader.read(&mut buffer).await {
            bytes.extend_from_slice(&buffer[..read]);
            if is_whole(&bytes) {
                break;
            }
        }
        bytes
    };
    let both = async {
        let send = tokio::spawn(send);
        let bytes = receive.await;
        send.abort();
        bytes
    };
    let bytes = timeout(Duration::from_secs(20), both)
        .await
        .expect("an answer within 20 seconds");
    read(&bytes)
}

/// Whether the head and the announced body have arrived.
fn is_whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    // An answer to HEAD, or one without a length, ends when the connection closes.
    let head = head.to_lowercase();
    let len = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    len.is_some_and(|len| len.parse() == Ok(body.len()))
}

fn read(bytes: &[u8]) -> Answer {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").expect("an answer");
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    }
}
