//! Tests for reqwest only: settings of the caller that a payment must not have, redirects that
//! reqwest cannot read, and its errors.

use std::error::Error;
use std::time::Duration;

use http::StatusCode;
#[cfg(all(feature = "native-tls", feature = "rustls"))]
use plutu_contract::transport::Fault;
#[cfg(all(feature = "native-tls", feature = "rustls"))]
use plutu_contract::transport::Scene;
use plutu_http::Client;
use plutu_http::SendError;
use plutu_http::core::Certainty;

use crate::requests::REFUSAL;
use crate::requests::SUCCESS;
use crate::requests::charge;
#[cfg(all(feature = "native-tls", feature = "rustls"))]
use crate::requests::credentials;
use crate::server::Act;
use crate::server::Server;

async fn charged(client: &Client) -> SendError {
    client.send(&charge()).await.unwrap_err()
}

#[tokio::test]
async fn a_configured_retry_policy_is_replaced() {
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
async fn configured_timeouts_are_replaced() {
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
async fn reqwests_own_error_is_the_source_and_does_not_hold_the_url() {
    let server = Server::start([Act::close()]);
    let error = charged(&server.client()).await;
    let source = error.source().unwrap().source().unwrap();
    let source = source.downcast_ref::<reqwest::Error>().unwrap();
    assert!(source.is_request() && source.source().is_some());
    assert!(source.url().is_none());
}

#[tokio::test]
async fn an_unreadable_redirect_is_an_unknown_outcome() {
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

/// reqwest's own default is the platform's TLS if both are compiled in.
#[cfg(all(feature = "native-tls", feature = "rustls"))]
#[tokio::test]
async fn rustls_is_used_even_if_the_platforms_tls_is_compiled_in() {
    let scene = Scene::of(Fault::SelfSigned).unwrap();
    let builder = || Client::builder(credentials()).base_url(scene.base_url());
    let ours = builder().build().unwrap();
    assert!(is_from_rustls(&charged(&ours).await));

    // A builder of the caller's keeps its own backend.
    let theirs = reqwest::Client::builder().tls_backend_native();
    let theirs = builder().reqwest(theirs).build().unwrap();
    assert!(!is_from_rustls(&charged(&theirs).await));
    assert_eq!(scene.posts(), 0);
}

/// Whether one of the causes is rustls' error about a certificate.
#[cfg(all(feature = "native-tls", feature = "rustls"))]
fn is_from_rustls(error: &SendError) -> bool {
    let mut causes = std::iter::successors(error.source(), |&error| error.source());
    causes.any(|cause| cause.to_string().starts_with("invalid peer certificate"))
}
