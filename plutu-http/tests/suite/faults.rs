//! Everything that can happen to a request on its way, and what is then known about the money.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use plutu_http::Client;
use plutu_http::SendError;
use plutu_http::TransportErrorKind;
use plutu_http::core::Certainty;
use reqwest::dns::Addrs;
use reqwest::dns::Name;
use reqwest::dns::Resolve;
use reqwest::dns::Resolving;
use tokio::net::TcpSocket;

use crate::requests::Charge;
use crate::requests::REFUSAL;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::credentials;
use crate::requests::invoice;
use crate::server::Act;
use crate::server::Server;
use crate::server::json;

/// How long the tests wait for a silence that never ends.
const SHORT: Duration = Duration::from_millis(300);

/// So long that it never decides.
const LONG: Duration = Duration::from_secs(600);

fn kind(error: &SendError) -> Option<TransportErrorKind> {
    error
        .transport_error()
        .map(plutu_http::TransportError::kind)
}

async fn charged(client: &Client) -> SendError {
    client.send(&charge()).await.unwrap_err()
}

/// Asserts that one request was read, and that its outcome is unknown.
async fn assert_read_once_and_unknown(act: Act, expected: TransportErrorKind) {
    let server = Server::start([act]).await;
    let error = charged(&server.client()).await;
    assert_eq!(kind(&error), Some(expected), "{error:?}");
    assert_eq!(error.certainty(), Certainty::Unknown);
    assert_eq!(server.requests().len(), 1);
}

// Nothing was sent.

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    // A port that is taken and not listened on refuses, and nobody else can take it.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let base_url = format!("http://{}", socket.local_addr().unwrap());
    let error = charged(
        &Client::builder(credentials())
            .base_url(base_url)
            .build()
            .unwrap(),
    )
    .await;
    assert_eq!(kind(&error), Some(TransportErrorKind::Connect), "{error:?}");
    assert_eq!(error.certainty(), Certainty::NotSent);
}

#[tokio::test]
async fn a_host_that_is_not_found_is_not_sent() {
    struct NoHost;

    impl Resolve for NoHost {
        fn resolve(&self, _name: Name) -> Resolving {
            Box::pin(async { Err::<Addrs, _>(io::Error::other("no such host").into()) })
        }
    }

    let client = Client::builder(credentials())
        .base_url("https://plutu.invalid")
        .reqwest(
            reqwest::Client::builder()
                .no_proxy()
                .dns_resolver(Arc::new(NoHost)),
        )
        .build()
        .unwrap();
    let error = charged(&client).await;
    assert_eq!(kind(&error), Some(TransportErrorKind::Connect), "{error:?}");
    assert_eq!(error.certainty(), Certainty::NotSent);
}

#[tokio::test]
async fn a_failed_tls_handshake_is_not_sent() {
    let plain = b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec();
    for act in [Act::SpeakFirst(plain), Act::CloseUnread, Act::CloseMidway] {
        let server = Server::start([act]).await;
        let client = server
            .builder()
            .base_url(server.tls_base_url())
            .build()
            .unwrap();
        let error = charged(&client).await;
        assert_eq!(kind(&error), Some(TransportErrorKind::Connect), "{error:?}");
        assert_eq!(error.certainty(), Certainty::NotSent);
    }
}

#[tokio::test]
async fn a_silent_tls_handshake_is_not_sent() {
    let server = Server::start([Act::StallUnread]).await;
    let client = server
        .builder()
        .base_url(server.tls_base_url())
        .connect_timeout(SHORT)
        .timeout(LONG)
        .build()
        .unwrap();
    let error = charged(&client).await;
    assert_eq!(kind(&error), Some(TransportErrorKind::Connect), "{error:?}");
    assert_eq!(error.certainty(), Certainty::NotSent);
}

// There was a connection, and no whole answer.

#[tokio::test]
async fn a_connection_that_closes_without_reading_is_unknown() {
    for act in [Act::CloseUnread, Act::CloseMidway] {
        let server = Server::start([act]).await;
        let error = charged(&server.client()).await;
        assert_eq!(
            kind(&error),
            Some(TransportErrorKind::Interrupted),
            "{error:?}"
        );
        assert_eq!(error.certainty(), Certainty::Unknown);
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn a_connection_that_closes_after_reading_is_unknown() {
    assert_read_once_and_unknown(Act::Close, TransportErrorKind::Interrupted).await;
}

#[tokio::test]
async fn garbage_is_unknown() {
    let garbage = b"\x16\x03\x01 this is not HTTP\r\n\r\n".to_vec();
    assert_read_once_and_unknown(
        Act::AnswerAndClose(garbage),
        TransportErrorKind::Interrupted,
    )
    .await;
}

#[tokio::test]
async fn a_cut_head_is_unknown() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-le".to_vec();
    assert_read_once_and_unknown(Act::AnswerAndClose(head), TransportErrorKind::Interrupted).await;
}

#[tokio::test]
async fn silence_is_unknown() {
    let server = Server::start([Act::Stall]).await;
    let error = charged(&server.builder().timeout(SHORT).build().unwrap()).await;
    assert_eq!(kind(&error), Some(TransportErrorKind::Timeout), "{error:?}");
    assert_eq!(error.certainty(), Certainty::Unknown);
    assert!(server.connections() <= 1);
}

#[tokio::test]
async fn a_cut_body_is_unknown_and_its_status_is_kept() {
    let mut cut = json("200 OK", SUCCESS);
    cut.pop();
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"sta\r\n".to_vec();
    for act in [Act::AnswerAndClose(cut), Act::AnswerAndClose(chunked)] {
        let server = Server::start([act]).await;
        let error = charged(&server.client()).await;
        assert_eq!(
            kind(&error),
            Some(TransportErrorKind::ResponseBody),
            "{error:?}"
        );
        assert_eq!(
            error.transport_error().unwrap().status(),
            Some(StatusCode::OK)
        );
        assert_eq!(error.certainty(), Certainty::Unknown);
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_body_that_does_not_end_in_time_is_unknown() {
    let mut stalled = json("200 OK", SUCCESS);
    stalled.pop();
    let endless = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n".to_vec();
    for act in [Act::AnswerAndStall(stalled), Act::AnswerAndTrickle(endless)] {
        let server = Server::start([act]).await;
        let error = charged(&server.builder().timeout(SHORT).build().unwrap()).await;
        assert_eq!(kind(&error), Some(TransportErrorKind::Timeout), "{error:?}");
        assert_eq!(error.certainty(), Certainty::Unknown);
        assert!(server.connections() <= 1);
    }
}

#[tokio::test]
async fn a_body_over_the_cap_is_not_read() {
    let ten_mebibytes = json("200 OK", &" ".repeat(10 * 1_048_576));
    assert_read_once_and_unknown(
        Act::AnswerAndClose(ten_mebibytes),
        TransportErrorKind::TooLarge,
    )
    .await;
}

#[tokio::test]
async fn reading_stops_at_the_cap_and_not_at_the_end() {
    // After twice the cap the server stalls: who reads on meets the time-out instead of the cap.
    let mut answer = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    answer.resize(2 * 1_048_576, b' ');
    let server = Server::start([Act::AnswerAndStall(answer)]).await;
    let client = server
        .builder()
        .timeout(Duration::from_secs(30))
        .build()
        .unwrap();
    assert_eq!(
        kind(&charged(&client).await),
        Some(TransportErrorKind::TooLarge)
    );
}

#[tokio::test]
async fn a_body_of_just_the_cap_is_read() {
    let padded = format!("{SUCCESS}{}", " ".repeat(1_048_576 - SUCCESS.len()));
    let server = Server::start([Act::Answer(json("200 OK", &padded))]).await;
    server.client().send(&charge()).await.unwrap();
}

#[tokio::test]
async fn a_compressed_body_is_not_unpacked() {
    let server = Server::start([Act::Answer(
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\x1f\x8b\x08\x00"
            .to_vec(),
    )])
    .await;
    let error = charged(&server.client()).await;
    let reply_error = error.reply_error().unwrap();
    assert!(
        format!("{reply_error:?}").contains("NotJson"),
        "{reply_error:?}"
    );
    assert_eq!(error.certainty(), Certainty::Unknown);
}

// There was an answer that proves nothing.

#[tokio::test]
async fn answers_that_are_not_plutus_are_unknown() {
    let html = "<html><h1>Bad Gateway</h1></html>";
    let table = [
        json("502 Bad Gateway", html),
        json("200 OK", html),
        json("200 OK", ""),
        json("200 OK", "{\"status\":200,\"result\":{}}"),
        json("200 OK", "{\"status\":422}"),
        json("404 Not Found", html),
        json("500 Internal Server Error", REFUSAL),
        json("503 Service Unavailable", REFUSAL),
        b"HTTP/1.1 204 No Content\r\n\r\n".to_vec(),
    ];
    for bytes in table {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let server = Server::start([Act::Answer(bytes)]).await;
        let error = charged(&server.client()).await;
        assert!(error.reply_error().is_some(), "{shown}: {error:?}");
        assert_eq!(error.certainty(), Certainty::Unknown, "{shown}");
        assert_eq!(server.requests().len(), 1, "{shown}");
    }
}

// Connections that were used before.

#[tokio::test]
async fn a_kept_connection_that_closes_after_reading_sends_nothing_again() {
    let server = Server::start([Act::Answer(json("200 OK", SUCCESS)), Act::Close]).await;
    let client = server.client();
    client.send(&Charge(invoice("INV-1"))).await.unwrap();
    let error = client.send(&Charge(invoice("INV-2"))).await.unwrap_err();
    assert_eq!(
        kind(&error),
        Some(TransportErrorKind::Interrupted),
        "{error:?}"
    );
    assert_eq!(error.certainty(), Certainty::Unknown);
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert!(requests[0].ends_with("INV-1") && requests[1].ends_with("INV-2"));
}

#[tokio::test]
async fn a_kept_connection_that_was_closed_meanwhile_sends_nothing_twice() {
    let server = Server::start([Act::AnswerAndClose(json("200 OK", SUCCESS))]).await;
    let client = server.client();
    for number in 0..50 {
        // Whether the client notices in time is a matter of luck; that nothing goes out twice is not.
        let sent = client
            .send(&Charge(invoice(&format!("INV-{number}."))))
            .await;
        let received = server
            .requests()
            .iter()
            .filter(|text| text.ends_with(&format!("INV-{number}.")))
            .count();
        assert!(received <= 1, "{sent:?}");
        assert!(sent.is_err() || received == 1);
        assert_ne!(
            sent.err().map(|error| error.certainty()),
            Some(Certainty::Refused)
        );
    }
}

// A caller's own reqwest.

#[tokio::test]
async fn a_callers_wish_to_send_again_is_not_heard() {
    let server = Server::start([Act::Answer(json("503 Service Unavailable", REFUSAL))]).await;
    let always = reqwest::retry::for_host("127.0.0.1")
        .no_budget()
        .max_retries_per_request(5)
        .classify_fn(|attempt| match attempt.status() {
            Some(StatusCode::SERVICE_UNAVAILABLE) => attempt.retryable(),
            _ => attempt.success(),
        });
    let client = server
        .builder()
        .reqwest(reqwest::Client::builder().retry(always))
        .build()
        .unwrap();
    assert_eq!(charged(&client).await.certainty(), Certainty::Unknown);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_callers_timeouts_are_not_heard() {
    let server = Server::start([Act::Answer(json("200 OK", SUCCESS))]).await;
    let impatient = Duration::from_nanos(1);
    let theirs = reqwest::Client::builder()
        .timeout(impatient)
        .connect_timeout(impatient);
    server
        .builder()
        .reqwest(theirs)
        .build()
        .unwrap()
        .send(&charge())
        .await
        .unwrap();
}

#[tokio::test]
async fn reqwests_own_error_is_kept_whole_and_without_the_address() {
    let server = Server::start([Act::Close]).await;
    let error = charged(&server.client()).await;
    let source = error.source().unwrap().source().unwrap();
    let source = source.downcast_ref::<reqwest::Error>().unwrap();
    assert!(source.is_request() && source.source().is_some());
    assert!(source.url().is_none());
}
