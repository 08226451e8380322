//! Requests that follow another one. The server keeps the first connection open, or has closed it.

use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use plutu_contract::transport::Act;
use plutu_contract::transport::Fault;
use plutu_contract::transport::Received;
use plutu_contract::transport::Server;
use plutu_contract::transport::Then;
use plutu_http::core::Certainty;

use crate::clients::Adapter;
use crate::matrix::charge;
use crate::matrix::charge_for;
use crate::matrix::timeouts;

/// The server answers the first request twice; the second answer belongs to no request. The charge
/// that follows is refused. If the charge were sent on the kept connection, the second answer would
/// make it look paid.
#[tokio::test]
async fn a_late_answer_is_never_the_answer_to_a_charge() {
    for adapter in Adapter::ALL {
        for pause in [0, 1, 5, 20, 100].map(Duration::from_millis) {
            let server = LateServer::start();
            let (connect, total) = timeouts(Fault::Closed);
            let client = adapter.client(&server.base_url, connect, total);
            let _receipt = client.send(charge()).await.unwrap();
            tokio::time::sleep(pause).await;
            let sent = client.send(charge()).await;
            let what = format!("{} after {pause:?}: {sent:?}", adapter.name());
            assert_eq!(sent.unwrap_err().certainty(), Certainty::Refused, "{what}");
            assert_eq!(server.requests.load(Ordering::SeqCst), 2, "{what}");
        }
    }
}

/// A server that keeps every connection open, and repeats its first answer a moment later.
struct LateServer {
    base_url: String,
    requests: Arc<AtomicUsize>,
}

impl LateServer {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::<AtomicUsize>::default();
        let counter = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let counter = Arc::clone(&counter);
                thread::spawn(move || answer(stream.unwrap(), &counter));
            }
        });
        Self { base_url, requests }
    }
}

fn answer(mut stream: TcpStream, requests: &AtomicUsize) {
    while read(&mut stream) {
        if requests.fetch_add(1, Ordering::SeqCst) == 0 {
            stream.write_all(success().as_bytes()).unwrap();
            thread::sleep(Duration::from_millis(10));
            // The client may have closed the connection.
            _ = stream.write_all(success().as_bytes());
        } else {
            _ = stream.write_all(refusal().as_bytes());
        }
    }
}

/// Reads a request up to its invoice number. Returns `false` if the connection ends before.
fn read(stream: &mut TcpStream) -> bool {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return false,
            Ok(length) => request.extend_from_slice(&buffer[..length]),
        }
        if request.windows(4).any(|window| window == b"INV-") {
            return true;
        }
    }
}

fn success() -> String {
    let result = r#"{"transaction_id":1,"amount":12.5}"#;
    http("200 OK", &format!(r#"{{"status":200,"result":{result}}}"#))
}

fn refusal() -> String {
    let error = r#"{"status":400,"code":"INVALID_OTP","message":"no"}"#;
    http("400 Bad Request", &format!(r#"{{"error":{error}}}"#))
}

fn http(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n{body}")
}

#[tokio::test]
async fn every_request_has_a_connection_of_its_own() {
    let success = r#"{"status":200,"result":{"transaction_id":1}}"#;
    for adapter in Adapter::ALL {
        let server = Server::start([Act::answer("200 OK", success)]).unwrap();
        let (connect, total) = timeouts(Fault::Closed);
        let client = adapter.client(&server.base_url(), connect, total);
        for _ in 0..10 {
            let _receipt = client.send(charge()).await.unwrap();
        }
        let name = adapter.name();
        assert_eq!(server.connections(), 10, "{name}");
        assert_eq!(server.requests_on_used_connections(), 0, "{name}");
        for request in server.requests() {
            let closes = request.header("connection");
            assert_eq!(closes, Some("close"), "{name}");
        }
    }
}

#[tokio::test]
async fn t21_a_connection_that_the_server_closes_sends_nothing_twice() {
    for adapter in Adapter::ALL {
        let success = r#"{"status":200,"result":{"transaction_id":1}}"#;
        let server = Server::start([Act::answer("200 OK", success).then(Then::Close)]).unwrap();
        let (connect, total) = timeouts(Fault::Closed);
        let client = adapter.client(&server.base_url(), connect, total);
        for number in 0..50 {
            let sent = client.send(charge_for(&format!("INV-{number}."))).await;
            let _receipt =
                sent.unwrap_or_else(|error| panic!("{} {number}: {error:?}", adapter.name()));
        }
        let requests: Vec<_> = server.requests().iter().map(Received::text).collect();
        let expected = (0..50).map(|number| format!("invoice_no=INV-{number}."));
        for (request, expected) in requests.iter().zip(expected) {
            assert!(
                request.ends_with(&expected),
                "{}: {request}",
                adapter.name()
            );
        }
        assert_eq!(requests.len(), 50, "{}", adapter.name());
    }
}
