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
use http::Uri;
use opentelemetry::Value;
use opentelemetry::trace::SpanKind;
use opentelemetry::trace::Status;
use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::SdkTracerProvider;
use opentelemetry_sdk::trace::SpanData;
use opentelemetry_sdk::trace::SpanExporter;
use plutu_contract::transport::Fault;
use plutu_contract::transport::Scene;
use plutu_http::BlockingTransport;
use plutu_http::Client;
use plutu_http::Transport;
use plutu_http::TransportError;
use plutu_http::TransportErrorKind;
use plutu_http::blocking;
use tokio::task::JoinSet;
use tracing::Dispatch;
use tracing::Instrument;
use tracing::Subscriber;
use tracing::dispatcher;
use tracing::field::Field;
use tracing::field::Visit;
use tracing::instrument::WithSubscriber;
use tracing::span;
use tracing_subscriber::Layer;
use tracing_subscriber::layer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::registry::Registry;

use crate::adapters::timeouts;
use crate::clients::ADAPTERS;
use crate::clients::AnyClient;
use crate::clients::LONG;
use crate::clients::Make;
use crate::requests::REFUSAL;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::checkout;
use crate::requests::credentials;
use crate::server::Act;
use crate::server::Server;

type Answer = Result<Response<Bytes>, TransportError>;

/// A span that has ended: its name, its parent and its fields.
#[derive(Clone, Debug, Default, PartialEq)]
struct Ended {
    name: &'static str,
    parent: Option<&'static str>,
    fields: Fields,
}

type Fields = BTreeMap<&'static str, String>;

impl Ended {
    /// The fields except the duration, which must be there.
    fn recorded(mut self) -> Fields {
        let duration = self.fields.remove("plutu.duration_ms").unwrap();
        assert!(duration.parse::<f64>().unwrap() >= 0.0);
        self.fields
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

    /// The span of the one request that has ended.
    fn request(&self) -> Ended {
        let [span] = &self.requests()[..] else {
            panic!("not one span")
        };
        assert!(!format!("{span:?}").contains("CANARY"), "{span:?}");
        span.clone()
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

/// How a request ends: the status of the answer, and the error's type with what is known.
type End = (Option<u16>, Option<(&'static str, &'static str)>);

/// The fields of a charge's span.
fn charged(base_url: &str, (status, error): End) -> Fields {
    let server: Uri = base_url.parse().unwrap();
    let port = server.port_u16().unwrap_or(443);
    let mut fields = BTreeMap::from([
        ("otel.name", "POST /transaction/desk/confirm".to_owned()),
        ("otel.kind", "client".to_owned()),
        ("http.request.method", "POST".to_owned()),
        ("url.full", format!("{base_url}/transaction/desk/confirm")),
        ("url.template", "/transaction/desk/confirm".to_owned()),
        ("server.address", server.host().unwrap().to_owned()),
        ("server.port", port.to_string()),
        ("plutu.gateway", "desk".to_owned()),
        ("plutu.action", "confirm".to_owned()),
    ]);
    fields.extend(status.map(|status| ("http.response.status_code", status.to_string())));
    if let Some((error_type, certainty)) = error {
        fields.insert("otel.status_code", "ERROR".to_owned());
        fields.insert("error.type", error_type.to_owned());
        fields.insert("plutu.certainty", certainty.to_owned());
    }
    fields
}

/// Charges a client of any adapter below a subscriber.
async fn charge_below(dispatch: Dispatch, client: AnyClient) {
    match client {
        AnyClient::Async(client) => {
            _ = client.send(&charge()).with_subscriber(dispatch).await;
        }
        AnyClient::Blocking(client) => {
            let send = move || dispatcher::with_default(&dispatch, || client.send(&charge()));
            _ = tokio::task::spawn_blocking(send).await.unwrap();
        }
    }
}

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
async fn a_span_shows_how_a_request_ended_over_a_socket() {
    let table: [(Fault, End); 11] = [
        (Fault::RefusedPort, (None, Some(("connect", "not_sent")))),
        (Fault::Closed, (None, Some(("interrupted", "unknown")))),
        (
            Fault::CutBody,
            (Some(200), Some(("response_body", "unknown"))),
        ),
        (
            Fault::EndlessBody,
            (Some(200), Some(("too_large", "unknown"))),
        ),
        (
            Fault::SuccessHtml,
            (Some(200), Some(("unexpected_reply", "unknown"))),
        ),
        (
            Fault::TemporaryRedirect,
            (Some(307), Some(("307", "unknown"))),
        ),
        (
            Fault::Refusal,
            (Some(400), Some(("INVLIAD_OTP", "refused"))),
        ),
        (Fault::RefusalMessage, (Some(422), Some(("422", "unknown")))),
        (Fault::RefusalHtml, (Some(404), Some(("404", "unknown")))),
        (
            Fault::ServerErrorHtml,
            (Some(503), Some(("503", "unknown"))),
        ),
        (Fault::Silence, (None, Some(("timeout", "unknown")))),
    ];
    // At the same time, as the silence lasts until the time-out of each adapter.
    let mut charged_all = JoinSet::new();
    for adapter in ADAPTERS {
        charged_all.spawn(async move {
            for (fault, end) in table {
                shows(*adapter, fault, end).await;
            }
        });
    }
    charged_all.join_all().await;
}

async fn shows((adapter, make): (&str, Make), fault: Fault, end: End) {
    let end = match (adapter, fault) {
        // The adapter does not know what an error of a tower service means.
        ("tower", Fault::Closed) => (None, Some(("_OTHER", "unknown"))),
        _ => end,
    };
    let scene = Scene::of(fault).unwrap();
    let (connect, total) = timeouts(fault);
    let spans = Spans::default();
    let client = make(credentials(), scene.base_url(), connect, total);
    charge_below(spans.subscriber().into(), client).await;
    let recorded = spans.request().recorded();
    assert_eq!(
        recorded,
        charged(scene.base_url(), end),
        "{adapter}: {fault}"
    );
}

#[tokio::test]
async fn a_span_of_a_success_shows_no_error() {
    for (adapter, make) in ADAPTERS {
        let server = Server::start([Act::answer("200 OK", SUCCESS)]);
        let spans = Spans::default();
        let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
        charge_below(spans.subscriber().into(), client).await;
        let expected = charged(&server.base_url(), (Some(200), None));
        assert_eq!(spans.request().recorded(), expected, "{adapter}");
    }
}

/// What an exporter makes of the fields: some are the span's own name, kind and status, and numbers
/// are numbers.
#[tokio::test]
async fn an_opentelemetry_exporter_receives_a_client_span() {
    let server = Server::start([Act::answer("422 Unprocessable Content", REFUSAL)]);
    let kept = Exporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(kept.clone())
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("shop"));
    let client = AnyClient::Async(server.client());
    charge_below(Registry::default().with(layer).into(), client).await;

    let exported = kept.0.lock().unwrap();
    let [span] = &exported[..] else {
        panic!("not one span")
    };
    assert_eq!(span.name, "POST /transaction/desk/confirm");
    assert_eq!(span.span_kind, SpanKind::Client);
    assert_eq!(span.status, Status::error(""));
    let attribute = |key: &str| {
        let mut attributes = span.attributes.iter();
        let attribute = attributes.find(|attribute| attribute.key.as_str() == key);
        attribute.map(|attribute| attribute.value.clone())
    };
    assert_eq!(
        attribute("http.response.status_code"),
        Some(Value::I64(422))
    );
    let port = i64::from(server.address().port());
    assert_eq!(attribute("server.port"), Some(Value::I64(port)));
    assert_eq!(attribute("error.type"), Some("INVLIAD_OTP".into()));
    assert_eq!(attribute("plutu.certainty"), Some("refused".into()));
    assert_eq!(attribute("otel.name"), None);
}

#[tokio::test]
async fn every_kind_of_transport_error_is_an_error_type() {
    let table = [
        (TransportErrorKind::Build, "build", "not_sent"),
        (TransportErrorKind::Connect, "connect", "not_sent"),
        (TransportErrorKind::Timeout, "timeout", "unknown"),
        (TransportErrorKind::Interrupted, "interrupted", "unknown"),
        (TransportErrorKind::ResponseBody, "response_body", "unknown"),
        (TransportErrorKind::TooLarge, "too_large", "unknown"),
        (TransportErrorKind::Redirected, "redirected", "unknown"),
        (TransportErrorKind::Other, "_OTHER", "unknown"),
    ];
    for (kind, error_type, certainty) in table {
        let error = move || {
            let error = TransportError::new(kind, "CANARY");
            Err(error.with_status(StatusCode::OK))
        };
        let expected = charged(PLUTU, (Some(200), Some((error_type, certainty))));

        let spans = Spans::default();
        let client = client(move |_: Request<Bytes>| future::ready(error()));
        charge_below(spans.subscriber().into(), AnyClient::Async(client)).await;
        assert_eq!(spans.request().recorded(), expected, "{kind}");

        let spans = Spans::default();
        let client = blocking_client(move |_: Request<Bytes>| error());
        charge_below(spans.subscriber().into(), AnyClient::Blocking(client)).await;
        assert_eq!(spans.request().recorded(), expected, "{kind}");
    }
}

/// A code comes from outside: it may repeat what was sent, and there may be any number of them.
#[tokio::test]
async fn an_unknown_code_is_not_an_error_type() {
    let unknown = r#"{"error":{"status":400,"code":"CANARY-111111"}}"#;
    let table: [(u16, &str, End); 3] = [
        (400, unknown, (Some(400), Some(("400", "unknown")))),
        (200, unknown, (Some(200), Some(("_OTHER", "unknown")))),
        (
            400,
            r#"{"error":{"status":400}}"#,
            (Some(400), Some(("400", "unknown"))),
        ),
    ];
    for (status, body, end) in table {
        let spans = Spans::default();
        let client = client(move |_: Request<Bytes>| future::ready(Ok(answer(status, body))));
        charge_below(spans.subscriber().into(), AnyClient::Async(client)).await;
        assert_eq!(spans.request().recorded(), charged(PLUTU, end), "{body}");
    }
}

#[tokio::test]
async fn the_servers_address_has_no_brackets() {
    let table = [
        ("http://[::1]:8080/api/v1", "::1", "8080"),
        ("http://localhost/api/v1", "localhost", "80"),
        ("https://api.plutus.ly/api/v1", "api.plutus.ly", "443"),
    ];
    for (base_url, address, port) in table {
        let spans = Spans::default();
        let builder = Client::builder(credentials()).base_url(base_url);
        let transport = |_: Request<Bytes>| future::ready(Ok(answer(200, SUCCESS)));
        let client = builder.transport(transport).build().unwrap();
        charge_below(spans.subscriber().into(), AnyClient::Async(client)).await;
        let span = spans.request();
        assert_eq!(span.fields["server.address"], address);
        assert_eq!(span.fields["server.port"], port);
        let url = format!("{base_url}/transaction/desk/confirm");
        assert_eq!(span.fields["url.full"], url);
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
        .map(|span| (span.fields["plutu.action"].clone(), span.parent))
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
    let expected = charged(PLUTU, (None, Some(("dropped", "unknown"))));
    assert_eq!(spans.request().recorded(), expected);
}

/// Keeps what is exported.
#[derive(Clone, Debug, Default)]
struct Exporter(Arc<Mutex<Vec<SpanData>>>);

impl SpanExporter for Exporter {
    async fn export(&self, spans: Vec<SpanData>) -> OTelSdkResult {
        self.0.lock().unwrap().extend(spans);
        Ok(())
    }
}

const PLUTU: &str = "https://api.plutus.ly/api/v1";
