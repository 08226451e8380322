//! What is reqwest's own: a caller's settings that a payment must not have, redirects that reqwest
//! cannot read, and its errors.

use std::error::Error;
use std::time::Duration;

use http::StatusCode;
use plutu_http::Client;
use plutu_http::SendError;
use plutu_http::core::Certainty;

use crate::requests::REFUSAL;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::server::Act;
use crate::server::Server;

async fn charged(client: &Client) -> SendError {
    client.send(&charge()).await.unwrap_err()
}

#[tokio::test]
async fn a_callers_wish_to_send_again_is_not_heard() {
    let server = Server::start([Act::answer("503 Service Unavailable", REFUSAL)]);
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
    let server = Server::start([Act::answer("200 OK", SUCCESS)]);
    let impatient = Duration::from_nanos(1);
    let theirs = reqwest::Client::builder()
        .timeout(impatient)
        .connect_timeout(impatient);
    let _redirect = server
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
    let server = Server::start([Act::close()]);
    let error = charged(&server.client()).await;
    let source = error.source().unwrap().source().unwrap();
    let source = source.downcast_ref::<reqwest::Error>().unwrap();
    assert!(source.is_request() && source.source().is_some());
    assert!(source.url().is_none());
}

#[tokio::test]
async fn a_redirect_that_cannot_be_read_is_unknown() {
    for location in [
        "http://256.256.256.256/",
        "http://127.0.0.1:99999/",
        "http://[::1/",
        "//",
        "ftp://plutu.example",
        "",
        "\\\\plutu",
    ] {
        let location = format!("location: {location}");
        let server = Server::start([Act::answer_with("302 Found", &[&location], "")]);
        let error = charged(&server.client()).await;
        assert_eq!(
            error.certainty(),
            Certainty::Unknown,
            "{location}: {error:?}"
        );
        assert_eq!(server.requests().len(), 1, "{location}");
    }
}
