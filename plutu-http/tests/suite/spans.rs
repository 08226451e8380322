//! The span of a request, as a subscriber sees it.

use std::collections::BTreeMap;
use std::fmt;
use std::future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::task::Context;
use std::task::Waker;

use bytes::Bytes;
use http::Request;
use http::Response;
use http::StatusCode;
use plutu_http::BlockingTransport;
use plutu_http::Client;
use plutu_http::Transport;
use plutu_http::TransportError;
use plutu_http::TransportErrorKind;
use plutu_http::blocking;
use tracing::Instrument;
use tracing::Subscriber;
use tracing::field::Field;
use tracing::field::Visit;
use tracing::span;
use tracing_subscriber::Layer;
use tracing_subscriber::layer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::registry::Registry;

use crate::requests::REFUSAL;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::checkout;
use crate::requests::credentials;

type Answer = Result<Response<Bytes>, TransportError>;

/// A span that has ended: what it is called, below what, and with what.
#[derive(Clone, Debug, Default, PartialEq)]
struct Ended {
    name: &'static str,
    parent: Option<&'static str>,
    fields: BTreeMap<&'static str, String>,
}

impl Ended {
    /// Its fields but the duration, which must be there.
    fn recorded(&self) -> Vec<(&'static str, &str)> {
        assert!(self.fields["duration_ms"].parse::<f64>().unwrap() >= 0.0);
        let others = self
            .fields
            .iter()
            .filter(|(name, _)| **name != "duration_ms");
        others
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }
}

impl Visit for Ended {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.fields.insert(field.name(), format!("{value:?}"));
    }
}

/// Keeps every span that ends.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<Ended>>>);

impl Spans {
    fn subscriber(&self) -> impl Subscriber + Send + Sync + use<> {
        Registry::default().with(self.clone())
    }

    /// The spans of requests that have ended.
    fn requests(&self) -> Vec<Ended> {
        let ended = self.0.lock().unwrap();
        ended
            .iter()
            .filter(|span| span.name == "plutu_request")
            .cloned()
            .collect()
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Spans {
    fn on_new_span(
        &self,
        attributes: &span::Attributes<'_>,
        id: &span::Id,
        context: layer::Context<'_, S>,
    ) {
        let span = context.span(id).unwrap();
        let mut ended = Ended {
            name: span.name(),
            parent: span.parent().map(|parent| parent.name()),
            ..Ended::default()
        };
        attributes.record(&mut ended);
        span.extensions_mut().insert(ended);
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, context: layer::Context<'_, S>) {
        let span = context.span(id).unwrap();
        values.record(span.extensions_mut().get_mut::<Ended>().unwrap());
    }

    fn on_close(&self, id: span::Id, context: layer::Context<'_, S>) {
        let ended = context
            .span(&id)
            .unwrap()
            .extensions_mut()
            .remove()
            .unwrap();
        self.0.lock().unwrap().push(ended);
    }
}

/// What happens to a request: what the transport does, and what the span then records.
struct Case {
    answer: fn() -> Answer,
    recorded: &'static [(&'static str, &'static str)],
}

const CASES: [Case; 5] = [
    Case {
        answer: || Ok(answer(200, SUCCESS)),
        recorded: &[
            ("action", "confirm"),
            ("gateway", "desk"),
            ("status", "200"),
        ],
    },
    Case {
        answer: || Ok(answer(422, REFUSAL)),
        recorded: &[
            ("action", "confirm"),
            ("certainty", "refused"),
            ("gateway", "desk"),
            ("status", "422"),
        ],
    },
    Case {
        answer: || Ok(answer(502, "<html>CANARY")),
        recorded: &[
            ("action", "confirm"),
            ("certainty", "unknown"),
            ("gateway", "desk"),
            ("status", "502"),
        ],
    },
    Case {
        answer: || Err(TransportErrorKind::Connect.into()),
        recorded: &[
            ("action", "confirm"),
            ("certainty", "not_sent"),
            ("gateway", "desk"),
        ],
    },
    Case {
        answer: || {
            let error = TransportError::other("CANARY");
            Err(error.with_status(StatusCode::OK))
        },
        recorded: &[
            ("action", "confirm"),
            ("certainty", "unknown"),
            ("gateway", "desk"),
            ("status", "200"),
        ],
    },
];

fn answer(status: u16, body: &'static str) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from_static(body.as_bytes()));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    answer
}

fn client(transport: impl Transport) -> Client {
    let builder = Client::builder(credentials());
    builder.transport(transport).build().unwrap()
}

fn blocking_client(transport: impl BlockingTransport) -> blocking::Client {
    let builder = blocking::Client::builder(credentials());
    builder.transport(transport).build().unwrap()
}

#[tokio::test]
async fn a_request_has_a_span_that_tells_how_it_ended() {
    for case in CASES {
        let spans = Spans::default();
        let guard = tracing::subscriber::set_default(spans.subscriber());
        let client = client(move |_: Request<Bytes>| future::ready((case.answer)()));
        _ = client.send(&charge()).await;
        drop(guard);
        let [span] = &spans.requests()[..] else {
            panic!("not one span")
        };
        assert_eq!(span.recorded(), case.recorded);
        assert!(!format!("{span:?}").contains("CANARY"));
    }
}

#[test]
fn a_blocking_request_has_the_same_span() {
    for case in CASES {
        let spans = Spans::default();
        tracing::subscriber::with_default(spans.subscriber(), || {
            let client = blocking_client(move |_: Request<Bytes>| (case.answer)());
            _ = client.send(&charge());
        });
        let [span] = &spans.requests()[..] else {
            panic!("not one span")
        };
        assert_eq!(span.recorded(), case.recorded);
    }
}

#[tokio::test]
async fn the_callers_span_is_above_and_the_transports_below() {
    let spans = Spans::default();
    let guard = tracing::subscriber::set_default(spans.subscriber());
    let client = client(async |_: Request<Bytes>| {
        // Polled again, by when another span may have been entered in between.
        tokio::task::yield_now().await;
        tracing::info_span!("transport").in_scope(|| Ok(answer(200, SUCCESS)))
    });
    let (first, second) = (charge(), checkout());
    let one = client.send(&first).instrument(tracing::info_span!("one"));
    let two = client.send(&second).instrument(tracing::info_span!("two"));
    let (one, two) = tokio::join!(one, two);
    assert!(one.is_ok() && two.is_ok());
    assert!(tracing::Span::current().is_none());
    drop(guard);

    let mut parents: Vec<_> = spans
        .requests()
        .iter()
        .map(|span| (span.fields["action"].clone(), span.parent))
        .collect();
    // Which of the two ends first is Tokio's choice.
    parents.sort_unstable();
    assert_eq!(
        parents,
        [
            ("confirm".to_owned(), Some("one")),
            ("open".to_owned(), Some("two"))
        ]
    );
    let ended = spans.0.lock().unwrap();
    let below: Vec<_> = ended
        .iter()
        .filter(|span| span.name == "transport")
        .collect();
    assert_eq!(below.len(), 2);
    assert!(
        below
            .iter()
            .all(|span| span.parent == Some("plutu_request"))
    );
}

#[test]
fn a_blocking_callers_span_is_above_and_the_transports_below() {
    let spans = Spans::default();
    tracing::subscriber::with_default(spans.subscriber(), || {
        let client = blocking_client(|_: Request<Bytes>| {
            tracing::info_span!("transport").in_scope(|| Ok(answer(200, SUCCESS)))
        });
        let caller = tracing::info_span!("caller");
        let _redirect = caller.in_scope(|| client.send(&charge())).unwrap();
    });
    let ended = spans.0.lock().unwrap();
    let named: Vec<_> = ended.iter().map(|span| (span.name, span.parent)).collect();
    assert_eq!(
        named,
        [
            ("transport", Some("plutu_request")),
            ("plutu_request", Some("caller")),
            ("caller", None)
        ]
    );
}

#[test]
fn a_request_that_is_dropped_midway_ends_as_unknown() {
    let spans = Spans::default();
    tracing::subscriber::with_default(spans.subscriber(), || {
        let client = client(|_: Request<Bytes>| future::pending::<Answer>());
        let request = charge();
        let mut sent = pin!(client.send(&request));
        let mut context = Context::from_waker(Waker::noop());
        assert!(sent.as_mut().poll(&mut context).is_pending());
    });
    let [span] = &spans.requests()[..] else {
        panic!("not one span")
    };
    assert_eq!(span.fields["certainty"], "unknown");
}
