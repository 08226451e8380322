//! What goes over the wire through reqwest, byte by byte.

use std::time::Duration;

use plutu_http::core::Certainty;
use plutu_http::core::ErrorCode;

use crate::requests::REFUSAL;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::checkout;
use crate::server::Act;
use crate::server::Server;
use crate::server::answer;
use crate::server::json;

#[tokio::test]
async fn a_request_is_exactly_this() {
    let server = Server::start([Act::Answer(json("200 OK", SUCCESS))]).await;
    let reply = server.client().send(&checkout()).await.unwrap();
    assert_eq!(reply.url(), "https://pay.example/?token=CANARY-CHECKOUT");

    let [request] = &server.requests()[..] else {
        panic!("not one request")
    };
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    assert_eq!(
        lines.next(),
        Some("POST /api/v1/transaction/desk/open HTTP/1.1")
    );
    assert_eq!(body, "invoice_no=CANARY-INVOICE");

    let mut headers: Vec<_> = lines.map(str::to_owned).collect();
    headers.sort_unstable();
    let expected = [
        "accept: application/json".to_owned(),
        "authorization: Bearer CANARY-ACCESS-TOKEN".to_owned(),
        "content-length: 25".to_owned(),
        "content-type: application/x-www-form-urlencoded".to_owned(),
        format!("host: {}", server.address()),
        format!("user-agent: plutu-http/{}", env!("CARGO_PKG_VERSION")),
        "x-api-key: CANARY-API-KEY".to_owned(),
    ];
    assert_eq!(headers, expected);
}

#[tokio::test]
async fn a_callers_default_headers_replace_none_of_ours() {
    let server = Server::start([Act::Answer(json("200 OK", SUCCESS))]).await;
    let ours = [
        "accept",
        "authorization",
        "content-type",
        "user-agent",
        "x-api-key",
    ];
    let theirs = ours.map(|name| {
        (
            http::HeaderName::from_static(name),
            "theirs".parse().unwrap(),
        )
    });
    let builder = reqwest::Client::builder().default_headers(theirs.into_iter().collect());
    server
        .builder()
        .reqwest(builder)
        .build()
        .unwrap()
        .send(&checkout())
        .await
        .unwrap();
    assert!(
        !server.requests()[0].contains("theirs"),
        "{:?}",
        server.requests()
    );
}

#[tokio::test]
async fn odd_spellings_of_an_address_are_no_redirect() {
    let server = Server::start([Act::Answer(json("200 OK", SUCCESS))]).await;
    let port = server.address().port();
    for base_url in [
        format!("http://127.0.0.1:{port}/"),
        format!("HTTP://127.0.0.1:{port}/a/../api/v1/"),
        format!("http://127.0.0.1:0{port}/%61pi"),
    ] {
        let client = server.builder().base_url(&base_url).build().unwrap();
        client
            .send(&checkout())
            .await
            .unwrap_or_else(|error| panic!("{base_url}: {error:?}"));
    }
}

#[tokio::test]
async fn connections_are_kept() {
    let server = Server::start([Act::Answer(json("200 OK", SUCCESS))]).await;
    let client = server.client();
    for _ in 0..3 {
        client.clone().send(&checkout()).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 3));
}

#[tokio::test]
async fn errors_of_plutu_are_read_with_their_header() {
    let refused = answer("429 Too Many Requests", "Retry-After: 17", REFUSAL);
    let server = Server::start([Act::Answer(refused)]).await;
    let error = server.client().send(&charge()).await.unwrap_err();
    assert_eq!(error.certainty(), Certainty::Refused);
    let api_error = error.api_error().unwrap();
    assert_eq!(
        (api_error.status(), api_error.code()),
        (429, &ErrorCode::InvalidOtp)
    );
    assert_eq!(api_error.retry_after(), Some(Duration::from_secs(17)));
    assert_eq!(server.requests().len(), 1);
}
