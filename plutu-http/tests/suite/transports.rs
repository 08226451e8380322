//! An application's own transports: what they receive, and what the client makes of their answers
//! and errors.

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http::StatusCode;
use plutu_http::Client;
use plutu_http::SendError;
use plutu_http::Transport;
use plutu_http::TransportError;
use plutu_http::TransportErrorKind;
use plutu_http::core::Certainty;
use plutu_http::core::ErrorCode;
use plutu_http::core::Request;
use plutu_http::transport::MAX_BODY;

use crate::requests::Ask;
use crate::requests::REFUSAL;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::checkout;
use crate::requests::credentials;

/// Returns one answer every time, and counts the requests.
struct Canned {
    status: StatusCode,
    body: Bytes,
    retry_after: Option<&'static str>,
    asked: Arc<AtomicUsize>,
}

impl Canned {
    fn new(status: u16, body: impl Into<Bytes>) -> Self {
        let status = StatusCode::from_u16(status).unwrap();
        Self {
            status,
            body: body.into(),
            retry_after: None,
            asked: Arc::default(),
        }
    }
}

impl Transport for Canned {
    async fn send(
        &self,
        _request: http::Request<Bytes>,
    ) -> Result<Response<Bytes>, TransportError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answer = Response::builder().status(self.status);
        if let Some(retry_after) = self.retry_after {
            answer = answer.header("retry-after", retry_after);
        }
        answer
            .body(self.body.clone())
            .map_err(TransportError::other)
    }
}

fn client(transport: impl Transport) -> Client {
    Client::builder(credentials())
        .transport(transport)
        .build()
        .unwrap()
}

async fn failed<R: Request<Reply: std::fmt::Debug>>(
    transport: impl Transport,
    request: &R,
) -> SendError {
    client(transport).send(request).await.unwrap_err()
}

#[tokio::test]
async fn a_type_is_a_transport() {
    let checkout = client(Canned::new(200, SUCCESS))
        .send(&checkout())
        .await
        .unwrap();
    assert_eq!(checkout.url(), "https://pay.example/?token=CANARY-CHECKOUT");
}

#[tokio::test]
async fn a_closure_is_a_transport() {
    let client = client(async |request: http::Request<Bytes>| {
        assert_eq!(request.method(), "POST");
        assert_eq!(
            request.uri(),
            "https://api.plutus.ly/api/v1/transaction/desk/open"
        );
        assert_eq!(request.body(), "invoice_no=INV-1001");
        Ok(Response::new(Bytes::from_static(SUCCESS.as_bytes())))
    });
    let _redirect = client.send(&checkout()).await.unwrap();
}

#[tokio::test]
async fn a_request_can_be_sent_from_a_spawned_task() {
    let client = client(Canned::new(200, SUCCESS));
    let task = tokio::spawn(async move { client.send(&charge()).await });
    let _redirect = task.await.unwrap().unwrap();
}

#[tokio::test]
async fn both_credentials_are_marked_sensitive() {
    let client = client(async |request: http::Request<Bytes>| {
        assert_eq!(
            request.headers()["authorization"],
            "Bearer CANARY-ACCESS-TOKEN"
        );
        assert_eq!(request.headers()["x-api-key"], "CANARY-API-KEY");
        assert!(request.headers()["authorization"].is_sensitive());
        assert!(request.headers()["x-api-key"].is_sensitive());
        Ok(Response::new(Bytes::from_static(SUCCESS.as_bytes())))
    });
    let _redirect = client.send(&checkout()).await.unwrap();
}

#[tokio::test]
async fn only_build_and_connect_errors_are_not_sent() {
    let table = [
        (TransportErrorKind::Build, Certainty::NotSent),
        (TransportErrorKind::Connect, Certainty::NotSent),
        (TransportErrorKind::Timeout, Certainty::Unknown),
        (TransportErrorKind::Interrupted, Certainty::Unknown),
        (TransportErrorKind::ResponseBody, Certainty::Unknown),
        (TransportErrorKind::TooLarge, Certainty::Unknown),
        (TransportErrorKind::Redirected, Certainty::Unknown),
        (TransportErrorKind::Other, Certainty::Unknown),
    ];
    for (kind, certainty) in table {
        let error = failed(move |_| async move { Err(kind.into()) }, &charge()).await;
        assert_eq!(error.certainty(), certainty, "{kind:?}");
        assert_eq!(error.transport_error().unwrap().kind(), kind);
        assert!(error.reply_error().is_none() && error.api_error().is_none());
    }
}

#[tokio::test]
async fn an_error_without_a_known_meaning_is_an_unknown_outcome() {
    let refused = || io::Error::from(io::ErrorKind::ConnectionRefused);
    let error = failed(
        move |_| async move { Err(TransportError::other(refused())) },
        &charge(),
    )
    .await;
    assert_eq!(error.certainty(), Certainty::Unknown);
}

#[tokio::test]
async fn a_transports_own_error_is_the_source() {
    let cause = || io::Error::other("the cable was cut");
    let error = failed(
        move |_| async move {
            Err(TransportError::new(
                TransportErrorKind::Interrupted,
                cause(),
            ))
        },
        &charge(),
    )
    .await;
    let transport_error = error.source().unwrap();
    assert!(transport_error.is::<TransportError>());
    let cause = transport_error
        .source()
        .unwrap()
        .downcast_ref::<io::Error>()
        .unwrap();
    assert_eq!(cause.to_string(), "the cable was cut");
}

#[tokio::test]
async fn a_body_over_the_limit_is_an_error() {
    let mut body = SUCCESS.as_bytes().to_vec();
    body.resize(MAX_BODY, b' ');
    let _redirect = client(Canned::new(200, body.clone()))
        .send(&checkout())
        .await
        .unwrap();

    body.push(b' ');
    let error = failed(Canned::new(200, body), &checkout()).await;
    let transport_error = error.transport_error().unwrap();
    assert_eq!(transport_error.kind(), TransportErrorKind::TooLarge);
    assert_eq!(transport_error.status(), Some(StatusCode::OK));
    assert_eq!(error.certainty(), Certainty::Unknown);
}

#[tokio::test]
async fn a_request_is_sent_once_whatever_the_status() {
    for status in [200, 307, 408, 425, 429, 500, 502, 503] {
        let transport = Canned {
            retry_after: Some("0"),
            ..Canned::new(status, REFUSAL)
        };
        let asked = Arc::clone(&transport.asked);
        failed(transport, &charge()).await;
        assert_eq!(asked.load(Ordering::SeqCst), 1, "{status}");
    }
}

#[tokio::test]
async fn a_plutu_error_is_kept() {
    let error = failed(Canned::new(422, REFUSAL), &charge()).await;
    assert_eq!(error.certainty(), Certainty::Refused);
    let api_error = error.api_error().unwrap();
    assert_eq!(api_error.code(), &ErrorCode::InvalidOtp);
    assert_eq!(api_error.message(), "CANARY-MESSAGE");
    assert_eq!(api_error.retry_after(), None);
    assert!(error.transport_error().is_none());
    assert!(error.source().unwrap().is::<plutu_http::core::ReplyError>());
}

#[tokio::test]
async fn retry_after_is_kept() {
    let transport = Canned {
        retry_after: Some("30"),
        ..Canned::new(429, REFUSAL)
    };
    let error = failed(transport, &checkout()).await;
    let wait = Some(Duration::from_secs(30));
    assert_eq!(error.api_error().unwrap().retry_after(), wait);
    assert_eq!(error.retry_after(), wait);
}

/// A proxy's 429 is not understood as an error of Plutu, but its `Retry-After` is kept.
#[tokio::test]
async fn retry_after_is_kept_without_a_plutu_error() {
    for (body, retry_after, wait) in [
        ("", Some("30"), Some(Duration::from_secs(30))),
        ("<h1>429</h1>", Some("30"), Some(Duration::from_secs(30))),
        (
            r#"{"message":"Too Many Attempts."}"#,
            Some("7"),
            Some(Duration::from_secs(7)),
        ),
        ("", None, None),
    ] {
        let transport = || Canned {
            retry_after,
            ..Canned::new(429, body)
        };
        let error = failed(transport(), &charge()).await;
        assert_eq!(error.certainty(), Certainty::Unknown, "{body}");
        assert_eq!(error.retry_after(), wait, "{body}");
        assert!(error.api_error().is_none());
        assert_eq!(failed(transport(), &checkout()).await.retry_after(), wait);
    }
}

#[tokio::test]
async fn an_error_says_what_to_do_next() {
    let not_sent = || async |_| Err(TransportErrorKind::Connect.into());
    let unknown = || async |_| Err(TransportErrorKind::Timeout.into());
    let refused = || Canned::new(422, REFUSAL);
    let table = [
        (
            failed(not_sent(), &charge()).await,
            "desk/confirm for invoice INV-1001 was not sent: nothing happened, and it can be sent again \
             unchanged",
        ),
        (
            failed(refused(), &charge()).await,
            "plutu refused desk/confirm for invoice INV-1001 (INVLIAD_OTP): this attempt did nothing, and its error \
             says what to change",
        ),
        (
            failed(Canned::new(422, r#"{"message":"CANARY"}"#), &checkout()).await,
            "plutu refused desk/open for invoice INV-1001: this attempt did nothing, and its error says what to \
             change",
        ),
        (
            failed(
                Canned::new(422, r#"{"error":{"code":"CANARY !"}}"#),
                &checkout(),
            )
            .await,
            "plutu refused desk/open for invoice INV-1001: this attempt did nothing, and its error says what to \
             change",
        ),
        (
            failed(unknown(), &charge()).await,
            "the outcome of desk/confirm for invoice INV-1001 is unknown, and the money may have moved: do \
             not send it again; freeze the order until a person has looked the payment up, because Plutu sends \
             no callback for it and documents no status endpoint",
        ),
        (
            failed(unknown(), &checkout()).await,
            "the outcome of desk/open for invoice INV-1001 is unknown, but it moves no money: try again with \
             a new invoice number",
        ),
        (
            failed(unknown(), &Ask).await,
            "the outcome of desk/verify is unknown, but it moves no money: it can be sent again",
        ),
    ];
    for (error, expected) in table {
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn an_error_knows_its_request() {
    let failing = || async |_| Err(TransportErrorKind::Timeout.into());
    let charged = failed(failing(), &charge()).await;
    let opened = failed(failing(), &checkout()).await;
    let asked = failed(failing(), &Ask).await;
    let known = |error: &SendError| {
        let invoice_no = error.invoice_no().map(ToString::to_string);
        (
            error.gateway(),
            error.action(),
            error.moves_money(),
            invoice_no,
        )
    };
    let invoice = Some("INV-1001".to_owned());
    assert_eq!(known(&charged), ("desk", "confirm", true, invoice.clone()));
    assert_eq!(known(&opened), ("desk", "open", false, invoice));
    assert_eq!(known(&asked), ("desk", "verify", false, None));
}
