//! Faults over HTTP/2, which an application's other dependencies may enable in reqwest and hyper.
//! ureq has no HTTP/2.
//!
//! With HTTP/2, a server can say that a refused request may be sent again, and some clients do so.
//! plutu must not send a request again here either.

mod fault;
mod frame;
mod server;

use std::time::Duration;

use plutu_http::TransportError;
use plutu_http::TransportErrorKind;
use plutu_http::core::Certainty;
use tokio::task::JoinSet;

use self::fault::Fault;
use self::server::Server;
use crate::clients::Adapter;
use crate::matrix::charge;

const ADAPTERS: [Adapter; 3] = [Adapter::Reqwest, Adapter::Tower, Adapter::Closure];

/// The result of one request.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    /// The certainty that the error reports. `None` for a success.
    said: Option<Certainty>,
    /// The number of requests that began at the server.
    posts: usize,
}

/// Sends one charge to a server that plays the fault.
async fn attempt(adapter: Adapter, fault: Fault) -> Seen {
    let server = Server::start(fault);
    let (connect, total) = timeouts(fault);
    let client = adapter.client_that_trusts(server.authority(), &server.base_url(), connect, total);
    for _ in 0..fault.first_posts() {
        let _receipt = client.send(charge()).await.unwrap();
    }
    let sent = client.send(charge()).await.map(drop);
    // If the request were sent again, it would arrive at once.
    tokio::time::sleep(Duration::from_millis(50)).await;
    Seen {
        said: sent.err().map(|error| error.certainty()),
        posts: server.posts() - fault.first_posts(),
    }
}

fn timeouts(fault: Fault) -> (Duration, Duration) {
    if fault.is_stall() {
        (Duration::from_secs(2), Duration::from_secs(4))
    } else {
        (Duration::from_secs(60), Duration::from_secs(600))
    }
}

/// hyper reports such a body as complete.
#[tokio::test]
async fn a_body_that_ends_early_without_an_error_is_incomplete() {
    for adapter in [Adapter::Reqwest, Adapter::Tower] {
        let fault = Fault::NoErrorInBody;
        let server = Server::start(fault);
        let (connect, total) = timeouts(fault);
        let client =
            adapter.client_that_trusts(server.authority(), &server.base_url(), connect, total);
        let error = client.send(charge()).await.unwrap_err();
        let kind = error.transport_error().map(TransportError::kind);
        assert_eq!(kind, Some(TransportErrorKind::ResponseBody), "{error:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_has_its_certainty_and_nothing_is_sent_twice() {
    let mut attempts = JoinSet::new();
    for fault in Fault::ALL.iter().copied() {
        for adapter in ADAPTERS {
            attempts.spawn(async move {
                let seen = attempt(adapter, fault).await;
                (adapter, fault, seen)
            });
        }
    }
    let mut wrong = Vec::new();
    for (adapter, fault, seen) in attempts.join_all().await {
        let name = adapter.name();
        let is_expected = seen.said == fault.certainty() && seen.posts <= 1;
        if !is_expected {
            wrong.push(format!("{name}, {fault:?}: {seen:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
