//! Slow clients over real sockets, and other clients next to them.

use std::time::Duration;
use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::routing::get;
use axum::routing::post;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::sleep;
use tokio::time::timeout;

use super::*;

/// Longer than a test takes.
const NEVER: Duration = Duration::from_secs(600);

/// Longer than an answer takes on a busy machine.
const SOON: Duration = Duration::from_secs(20);

const PATIENT: Patience = Patience {
    head: NEVER,
    body: NEVER,
    seats: 2,
};

struct Running {
    address: String,
    _server: Server,
}

impl Running {
    async fn start(patience: Patience) -> Self {
        let late = async || {
            sleep(Duration::from_millis(300)).await;
            "late"
        };
        let read = async |body: Result<Bytes, BytesRejection>| match body {
            Ok(body) => (StatusCode::OK, body),
            Err(_) => (StatusCode::BAD_REQUEST, Bytes::new()),
        };
        let router = Router::new()
            .route("/", get(async || "here"))
            .route("/late", get(late))
            .route("/read", post(read));
        let listener = StdListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = Server::start(listener, router, patience).await.unwrap();
        Self {
            address,
            _server: server,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.unwrap()
    }

    async fn send(&self, begin: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(begin.as_bytes()).await.unwrap();
        stream
    }

    /// The answer to a fast client; empty if it does not come soon.
    async fn get(&self, path: &str) -> String {
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
        let mut stream = self.send(&request).await;
        timeout(SOON, answer(&mut stream)).await.unwrap_or_default()
    }
}

/// The first bytes of an answer; empty if the connection ends without one.
async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 1024];
    let len = stream.read(&mut bytes).await.unwrap_or_default();
    String::from_utf8_lossy(&bytes[..len]).into_owned()
}

/// Writes a byte now and then, until the server closes the connection.
async fn drip(mut stream: TcpStream, byte: &[u8]) {
    while stream.write_all(byte).await.is_ok() {
        sleep(Duration::from_millis(5)).await;
    }
}

async fn is_cut_off(stream: TcpStream, byte: &'static [u8]) {
    let begin = Instant::now();
    timeout(SOON, drip(stream, byte)).await.unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn t37_silent_clients_keep_nobody_waiting() {
    let running = Running::start(PATIENT).await;
    let mut silent = Vec::new();
    for _ in 0..10 {
        silent.push(running.connect().await);
    }
    assert!(running.get("/").await.ends_with("here"));
    // The server has waited longest for the first connection.
    let end = timeout(SOON, answer(&mut silent[0])).await;
    assert_eq!(end.as_deref(), Ok(""));
}

#[tokio::test]
async fn t37_begun_heads_and_bodies_keep_nobody_waiting() {
    let running = Running::start(PATIENT).await;
    let head = running.send("GET / HTTP/1.1\r\nX-Long: ").await;
    let body = "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";
    let body = running.send(body).await;
    let dripping = [
        tokio::spawn(drip(head, b"x")),
        tokio::spawn(drip(body, b"x")),
    ];
    sleep(Duration::from_millis(50)).await;
    // They stay connected, because a client that leaves would free its place.
    let mut others = Vec::new();
    for _ in 0..3 {
        let mut stream = running.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
        let answer = timeout(SOON, answer(&mut stream)).await.unwrap();
        assert!(answer.ends_with("here"));
        others.push(stream);
    }
    for dripping in dripping {
        assert!(
            timeout(SOON, dripping).await.is_ok(),
            "the connection is cut off"
        );
    }
}

/// An idle connection loses its place, too.
#[tokio::test]
async fn t37_resting_clients_keep_nobody_waiting() {
    let running = Running::start(PATIENT).await;
    let mut resting = Vec::new();
    for _ in 0..5 {
        let mut stream = running.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
        assert!(answer(&mut stream).await.ends_with("here"));
        resting.push(stream);
    }
}

#[tokio::test]
async fn a_connection_that_is_being_answered_keeps_its_place() {
    let running = Running::start(Patience {
        seats: 1,
        ..PATIENT
    });
    let running = running.await;
    let mut first = running.send("GET /late HTTP/1.1\r\nHost: a\r\n\r\n").await;
    sleep(Duration::from_millis(50)).await;
    let begin = Instant::now();
    assert!(running.get("/").await.ends_with("here"));
    assert!(begin.elapsed() >= Duration::from_millis(100));
    assert!(answer(&mut first).await.ends_with("late"));
}

#[tokio::test]
async fn t37_a_dripping_head_is_cut_off() {
    let head = Duration::from_millis(100);
    let running = Running::start(Patience { head, ..PATIENT }).await;
    let begin = "GET / HTTP/1.1\r\nX-Long: ";
    is_cut_off(running.send(begin).await, b"x").await;
    is_cut_off(running.connect().await, b"\r\n").await;
}

#[tokio::test]
async fn t37_a_dripping_body_is_cut_off() {
    let body = Duration::from_millis(100);
    let running = Running::start(Patience { body, ..PATIENT }).await;
    let length = "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";
    is_cut_off(running.send(length).await, b"x").await;
    let chunked = "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    is_cut_off(running.send(chunked).await, b"1\r\nx\r\n").await;

    // A silent client receives an error.
    let mut silent = running.send(length).await;
    let told = timeout(SOON, answer(&mut silent)).await.unwrap();
    assert!(told.starts_with("HTTP/1.1 400"), "{told}");
    // A body in two pieces is in time.
    let two = "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab";
    let mut two = running.send(two).await;
    sleep(Duration::from_millis(20)).await;
    two.write_all(b"cd").await.unwrap();
    assert!(answer(&mut two).await.ends_with("abcd"));
}
