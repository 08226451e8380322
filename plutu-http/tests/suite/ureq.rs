//! Tests for ureq only: its errors, and settings of the caller that a payment must not have.

use std::env;
use std::error::Error;
use std::process::Command;
use std::time::Duration;

use plutu_http::SendError;
use plutu_http::TransportErrorKind;
use plutu_http::blocking::Client;
use plutu_http::blocking::ClientBuilder;
use plutu_http::core::Certainty;
use ureq::Agent;
use ureq::Proxy;

use crate::clients::LONG;
use crate::logs;
use crate::requests::REFUSAL;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::credentials;
use crate::server::Act;
use crate::server::Read;
use crate::server::Server;
use crate::server::Then;

/// The time-out of tests in which the server stays silent.
const SHORT: Duration = Duration::from_millis(300);

fn builder(base_url: impl Into<String>) -> ClientBuilder {
    Client::builder(credentials())
        .base_url(base_url)
        .timeout(LONG)
}

/// Sends a charge from a thread that may block.
async fn charged(builder: ClientBuilder) -> Result<(), SendError> {
    let client = builder.build().unwrap();
    let sent = tokio::task::spawn_blocking(move || client.send(&charge()).map(drop));
    sent.await.unwrap()
}

fn assert_not_sent(error: &SendError) {
    let transport_error = error.transport_error().unwrap();
    assert_eq!(
        transport_error.kind(),
        TransportErrorKind::Connect,
        "{error:?}"
    );
    assert_eq!(error.certainty(), Certainty::NotSent);
    assert!(transport_error.source().unwrap().is::<ureq::Error>());
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn with_an_unknown_host_nothing_is_sent() {
    // A label of a name has at most 63 characters, so no resolver looks this one up.
    let host = "a".repeat(64);
    let error = charged(builder(format!("https://{host}.invalid")))
        .await
        .unwrap_err();
    assert_not_sent(&error);
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn after_a_failed_tls_handshake_nothing_is_sent() {
    let plain = b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec();
    for act in [
        Act::bytes(plain).read(Read::Nothing),
        Act::close().read(Read::Nothing),
        Act::close().read(Read::Byte),
    ] {
        let server = Server::start([act]);
        let error = charged(builder(server.tls_base_url())).await.unwrap_err();
        assert_not_sent(&error);
        assert_eq!(server.connections(), 1);
    }
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn without_an_answer_to_the_tls_handshake_nothing_is_sent() {
    let server = Server::start([Act::close().read(Read::Nothing).then(Then::Stall)]);
    let builder = builder(server.tls_base_url()).connect_timeout(SHORT);
    assert_not_sent(&charged(builder).await.unwrap_err());
}

#[cfg(all(feature = "native-tls", feature = "rustls"))]
#[tokio::test]
async fn after_a_failed_handshake_of_the_platforms_tls_nothing_is_sent() {
    use ureq::tls::RootCerts;
    use ureq::tls::TlsConfig;
    use ureq::tls::TlsProvider;

    let tls = TlsConfig::builder()
        .provider(TlsProvider::NativeTls)
        .root_certs(RootCerts::PlatformVerifier)
        .build();
    let config = || Agent::config_builder().tls_config(tls.clone());
    for act in [
        Act::close().read(Read::Nothing),
        Act::close().read(Read::Byte),
    ] {
        let server = Server::start([act]);
        let builder = builder(server.tls_base_url()).ureq(config());
        assert_not_sent(&charged(builder).await.unwrap_err());
    }
    let server = Server::start([Act::close().read(Read::Nothing).then(Then::Stall)]);
    let builder = builder(server.tls_base_url()).ureq(config());
    let error = charged(builder.connect_timeout(SHORT)).await.unwrap_err();
    assert_not_sent(&error);
}

#[tokio::test]
async fn ureqs_own_error_is_the_source() {
    let server = Server::start([Act::close()]);
    let error = charged(builder(server.base_url())).await.unwrap_err();
    assert_eq!(error.certainty(), Certainty::Unknown);
    let source = error.source().unwrap().source().unwrap();
    assert!(matches!(
        source.downcast_ref::<ureq::Error>(),
        Some(ureq::Error::Io(_))
    ));
}

#[tokio::test]
async fn a_configured_redirect_policy_is_replaced() {
    let elsewhere = Server::start([Act::answer("200 OK", SUCCESS)]);
    let location = format!("location: {}", elsewhere.base_url());
    for status in ["302 Found", "307 Temporary Redirect"] {
        let server = Server::start([Act::answer_with(status, &[&location], "")]);
        let theirs = Agent::config_builder()
            .max_redirects(5)
            .max_redirects_will_error(true);
        let error = charged(builder(server.base_url()).ureq(theirs))
            .await
            .unwrap_err();
        assert_eq!(
            error.reply_error().unwrap().status().to_string(),
            status[..3]
        );
        assert_eq!(elsewhere.connections(), 0);
    }
}

#[tokio::test]
async fn configured_status_errors_are_replaced_by_answers() {
    let server = Server::start([Act::answer("422 Unprocessable Content", REFUSAL)]);
    let theirs = Agent::config_builder().http_status_as_error(true);
    let error = charged(builder(server.base_url()).ureq(theirs))
        .await
        .unwrap_err();
    assert_eq!(error.certainty(), Certainty::Refused);
}

#[tokio::test]
async fn configured_timeouts_are_replaced() {
    let server = Server::start([Act::answer("200 OK", SUCCESS)]);
    let impatient = Some(Duration::from_nanos(1));
    let theirs = Agent::config_builder()
        .timeout_global(impatient)
        .timeout_per_call(impatient)
        .timeout_per_read(impatient)
        .timeout_per_write(impatient)
        .timeout_resolve(impatient)
        .timeout_connect(impatient)
        .timeout_send_request(impatient)
        .timeout_send_body(impatient)
        .timeout_recv_response(impatient)
        .timeout_recv_body(impatient);
    charged(builder(server.base_url()).ureq(theirs))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_configured_proxy_does_not_see_requests_to_this_machine() {
    let server = Server::start([Act::answer("200 OK", SUCCESS)]);
    let proxy = Server::start([Act::answer("200 OK", SUCCESS)]);
    let theirs = Proxy::new(&format!("http://{}", proxy.address())).unwrap();
    let theirs = Agent::config_builder().proxy(Some(theirs));
    charged(builder(server.base_url()).ureq(theirs))
        .await
        .unwrap();
    assert_eq!((server.requests().len(), proxy.connections()), (1, 0));
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_proxy_that_refuses_receives_no_credential() {
    let proxy = Server::start([Act::answer("407 Not you", "").then(Then::Close)]);
    let theirs = Proxy::new(&format!("http://{}", proxy.address())).unwrap();
    let theirs = Agent::config_builder().proxy(Some(theirs));
    let builder = builder("https://plutu.example").ureq(theirs);
    assert_not_sent(&charged(builder).await.unwrap_err());
    let requests = proxy.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].starts_with("CONNECT ") && !requests[0].contains("CANARY"));
}

/// A logger is set for a whole process, so this test runs the one below in a new process.
#[test]
fn nothing_is_sent_if_ureq_would_log_credentials() {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args([
        "--exact",
        "ureq::does_not_send_if_credentials_would_be_logged",
    ]);
    let output = child.env(CHILD, "1").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
}

#[tokio::test]
async fn does_not_send_if_credentials_would_be_logged() {
    if env::var(CHILD).is_err() {
        return;
    }
    let server = Server::start([Act::answer("200 OK", SUCCESS)]);
    charged(builder(server.base_url())).await.unwrap();

    logs::start();
    let error = charged(builder(server.base_url())).await.unwrap_err();
    assert_eq!(error.certainty(), Certainty::NotSent);
    assert_eq!(
        error.transport_error().unwrap().kind(),
        TransportErrorKind::Build
    );
    let reason = error.source().unwrap().source().unwrap().to_string();
    assert!(reason.contains("`ureq_proto` to DEBUG"), "{reason}");
    assert!(!logs::all().contains("CANARY"));
    assert_eq!(server.requests().len(), 1);

    // The control: without this crate, ureq does log headers.
    let url = server.base_url();
    let sent = tokio::task::spawn_blocking(move || {
        ureq::post(url).header("x-api-key", "CONTROL").send("")
    });
    sent.await.unwrap().unwrap();
    assert!(logs::all().contains("CONTROL"));
}

const CHILD: &str = "PLUTU_HTTP_TEST_LOGGED";
