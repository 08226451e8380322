//! The adapter for tower, with services that need no socket.

use std::convert::Infallible;
use std::error::Error;
use std::future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::Response;
use http_body_util::Full;
use plutu_http::Client;
use plutu_http::SendError;
use plutu_http::Transport;
use plutu_http::TransportErrorKind;
use plutu_http::core::Certainty;
use plutu_http::transport::TowerTransport;
use tower::Service;
use tower::service_fn;

use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::checkout;
use crate::requests::credentials;

/// A service whose readiness a test decides, and which counts its requests.
#[derive(Clone)]
struct Gate {
    ready: fn() -> Poll<Result<(), io::Error>>,
    asked: Arc<AtomicUsize>,
}

impl Gate {
    fn new(ready: fn() -> Poll<Result<(), io::Error>>) -> Self {
        Self {
            ready,
            asked: Arc::default(),
        }
    }
}

impl Service<Request<Full<Bytes>>> for Gate {
    type Response = Response<Full<Bytes>>;
    type Error = io::Error;
    type Future = future::Ready<Result<Self::Response, io::Error>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), io::Error>> {
        (self.ready)()
    }

    fn call(&mut self, _request: Request<Full<Bytes>>) -> Self::Future {
        self.asked.fetch_add(1, Ordering::SeqCst);
        future::ready(Ok(Response::new(Full::from(SUCCESS))))
    }
}

fn client(transport: impl Transport) -> Client {
    Client::builder(credentials())
        .timeout(Duration::from_millis(100))
        .transport(transport)
        .build()
        .unwrap()
}

async fn charged(transport: impl Transport) -> SendError {
    client(transport).send(&charge()).await.unwrap_err()
}

fn kind(error: &SendError) -> TransportErrorKind {
    error.transport_error().unwrap().kind()
}

#[tokio::test]
async fn a_service_receives_the_whole_request() {
    let service = service_fn(async |request: Request<Full<Bytes>>| {
        use http_body_util::BodyExt;

        assert_eq!(request.uri().path(), "/api/v1/transaction/desk/open");
        assert!(request.headers()["x-api-key"].is_sensitive());
        assert!(request.headers()["authorization"].is_sensitive());
        let form = request.into_body().collect().await?.to_bytes();
        assert_eq!(form, "invoice_no=INV-1001");
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::from(SUCCESS)))
    });
    let client = client(TowerTransport::new(service, tokio::time::sleep));
    let _redirect = client.send(&checkout()).await.unwrap();
}

#[tokio::test]
async fn a_service_that_does_not_become_ready_receives_no_request() {
    let gates = [
        Gate::new(|| Poll::Pending),
        Gate::new(|| Poll::Ready(Err(io::Error::other("closed")))),
    ];
    for gate in gates {
        let error = charged(TowerTransport::new(gate.clone(), tokio::time::sleep)).await;
        assert_eq!(kind(&error), TransportErrorKind::Connect, "{error:?}");
        assert_eq!(error.certainty(), Certainty::NotSent);
        assert_eq!(gate.asked.load(Ordering::SeqCst), 0);
    }
    let open = Gate::new(|| Poll::Ready(Ok(())));
    let client = client(TowerTransport::new(open.clone(), tokio::time::sleep));
    let _redirect = client.send(&charge()).await.unwrap();
    assert_eq!(open.asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_error_is_an_unknown_outcome_unless_it_is_classified() {
    let refused = || async { Err(io::Error::from(io::ErrorKind::ConnectionRefused)) };
    let service = service_fn(move |_: Request<Full<Bytes>>| -> _ {
        let answer = refused();
        async move { answer.await as Result<Response<Full<Bytes>>, io::Error> }
    });
    let transport = TowerTransport::new(service, tokio::time::sleep);
    let error = charged(transport.clone()).await;
    assert_eq!(kind(&error), TransportErrorKind::Other);
    assert_eq!(error.certainty(), Certainty::Unknown);
    assert!(error.source().unwrap().source().unwrap().is::<io::Error>());

    let transport = transport.classify(|error| match error.kind() {
        io::ErrorKind::ConnectionRefused => TransportErrorKind::Connect,
        _ => TransportErrorKind::Other,
    });
    assert_eq!(charged(transport).await.certainty(), Certainty::NotSent);
}

#[tokio::test]
async fn a_service_that_does_not_answer_times_out() {
    let service = service_fn(|_: Request<Full<Bytes>>| {
        future::pending::<Result<Response<Full<Bytes>>, Infallible>>()
    });
    let error = charged(TowerTransport::new(service, tokio::time::sleep)).await;
    assert_eq!(kind(&error), TransportErrorKind::Timeout, "{error:?}");
    assert_eq!(error.certainty(), Certainty::Unknown);
}

/// This test uses neither the runtime nor the timers of Tokio.
#[test]
fn a_tower_transport_needs_no_tokio() {
    let open = Gate::new(|| Poll::Ready(Ok(())));
    let never = |_: Duration| future::pending::<()>();
    let client = client(TowerTransport::new(open, never));
    let request = checkout();
    let mut sent = pin!(client.send(&request));
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(sent) = sent.as_mut().poll(&mut context) else {
        panic!("expected the request to be ready at once")
    };
    let _redirect = sent.unwrap();
}
