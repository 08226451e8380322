//! The bytes that reqwest sends, whatever the caller configured.

use crate::requests::SUCCESS;
use crate::requests::checkout;
use crate::server::Act;
use crate::server::Server;

#[tokio::test]
async fn configured_default_headers_replace_none_of_the_clients() {
    let server = Server::start([Act::answer("200 OK", SUCCESS)]);
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
    let _redirect = server
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
async fn an_unusual_base_url_is_not_taken_for_a_redirect() {
    let server = Server::start([Act::answer("200 OK", SUCCESS)]);
    let port = server.address().port();
    for base_url in [
        format!("http://127.0.0.1:{port}/"),
        format!("HTTP://127.0.0.1:{port}/a/../api/v1/"),
        format!("http://127.0.0.1:0{port}/%61pi"),
    ] {
        let client = server.builder().base_url(&base_url).build().unwrap();
        let _redirect = client
            .send(&checkout())
            .await
            .unwrap_or_else(|error| panic!("{base_url}: {error:?}"));
    }
}
