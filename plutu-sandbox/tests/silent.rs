//! A thousand silent connections, and a client next to them. It is a separate process, because it
//! may use up the sockets that a process may have.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use plutu_sandbox::Sandbox;

#[tokio::test]
async fn t37_a_thousand_silent_connections_delay_nobody() {
    let sandbox = Sandbox::start().await.unwrap();
    let address = sandbox.base_url().strip_prefix("http://").unwrap();
    let address = address.strip_suffix("/api/v1").unwrap();

    let connect = |number: usize| {
        // If more connections wait than the backlog allows, the kernel makes them retry a second
        // later.
        if number.is_multiple_of(100) {
            thread::sleep(Duration::from_millis(20));
        }
        TcpStream::connect(address).ok()
    };
    let mut silent: Vec<TcpStream> = (0..1_100).map_while(connect).collect();
    assert!(silent.len() > 100, "{} connections", silent.len());
    // If a process may have few sockets, this leaves some dozens for the following clients.
    if silent.len() < 1_100 {
        silent.truncate(silent.len() - 50);
    }

    let begin = Instant::now();
    for _ in 0..20 {
        let mut client = TcpStream::connect(address).unwrap();
        client
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let request =
            "GET /_sandbox/clock HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        client.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    }
    assert!(
        begin.elapsed() < Duration::from_secs(10),
        "{:?}",
        begin.elapsed()
    );
}
