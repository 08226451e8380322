//! A transport for an application's tests. It returns scripted answers in order, and keeps the
//! requests.
//!
//! The example shows a shop that takes a payment, and the test of that shop, from the request to
//! the order. It opens no socket. [`signed_query`](plutu_core::callback::signed_query) signs
//! callbacks the way Plutu does, and [`signed_json`](plutu_core::callback::signed_json) those that
//! Plutu's server posts.
//!
//! ```
//! use plutu_http::Client;
//! use plutu_http::core::callback::signed_query;
//! use plutu_http::core::gateways::mpgs;
//! use plutu_http::core::{AccessToken, ApiKey, Certainty, Credentials, SecretKey, Settlement, Verifier};
//! use plutu_http::testing::Script;
//! use plutu_http::{SendError, TransportErrorKind};
//!
//! // The application.
//!
//! async fn payment_page(client: &Client, order: &Order) -> Result<String, SendError> {
//!     let request = mpgs::Confirm::builder()
//!         .amount(order.amount)
//!         .invoice_no(order.invoice_no.clone())
//!         .return_url(order.return_url.clone())
//!         .build();
//!     client.send(&request).await.map(|page| page.url().to_owned())
//! }
//!
//! fn is_paid(raw_query: &str, verifier: &Verifier, order: &Order) -> bool {
//!     let Ok(callback) = mpgs::Callback::verify(raw_query, verifier) else { return false };
//!     matches!(callback.settle(&order.invoice_no, order.amount), Ok(Settlement::Paid(_)))
//! }
//! #
//! # struct Order {
//! #     amount: mpgs::Amount,
//! #     invoice_no: plutu_http::core::InvoiceNo,
//! #     return_url: mpgs::ReturnUrl,
//! # }
//!
//! // Its test.
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let order = Order {
//! #     amount: "12.50".parse()?,
//! #     invoice_no: "INV-1001".parse()?,
//! #     return_url: "https://shop.example/paid".parse()?,
//! # };
//! let plutu = Script::new()
//!     .result(r#"{"redirect_url":"https://pay.example/?token=1"}"#)
//!     .failure(TransportErrorKind::Timeout);
//! let credentials = Credentials::new(ApiKey::new("test")?, AccessToken::new("test")?);
//! let client = Client::builder(credentials).transport(plutu.clone()).build()?;
//!
//! // The request, and the answer.
//! assert_eq!(payment_page(&client, &order).await?, "https://pay.example/?token=1");
//! let [request] = &plutu.requests()[..] else { panic!("expected one request") };
//! assert_eq!(request.path(), "/api/v1/transaction/mpgs/confirm");
//! assert_eq!(request.field("amount").as_deref(), Some("12.50"));
//!
//! // An answer that never arrives.
//! let error = payment_page(&client, &order).await.unwrap_err();
//! assert_eq!(error.certainty(), Certainty::Unknown);
//!
//! // The payer comes back.
//! let secret_key = SecretKey::new("sk_of_this_test")?;
//! let callback = |amount| {
//!     let pairs = [
//!         ("gateway", "mpgs"),
//!         ("approved", "1"),
//!         ("amount", amount),
//!         ("currency", "USD"),
//!         ("invoice_no", "INV-1001"),
//!         ("transaction_id", "1"),
//!     ];
//!     signed_query(pairs, &secret_key)
//! };
//! let verifier = Verifier::new(secret_key.clone());
//! assert!(is_paid(&callback("12.50"), &verifier, &order));
//! assert!(!is_paid(&callback("1.00"), &verifier, &order));
//! # Ok(())
//! # }
//! ```

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use bytes::Bytes;
use http::HeaderMap;
use http::Method;
use http::Response;

use crate::transport::asynchronous::Transport;
use crate::transport::blocking::BlockingTransport;
use crate::transport::error::TransportError;
use crate::transport::error::TransportErrorKind;

/// A transport that returns scripted answers, for [`Client`](crate::Client) and
/// [`blocking::Client`](crate::blocking::Client).
///
/// Each request gets the next answer of the script. When no answer is left, it gets a
/// [`TransportError`]. Clones share the script: give one to the client, and keep one to look at the
/// requests.
///
/// ```
/// use plutu_http::blocking::Client;
/// use plutu_http::core::gateways::adfali;
/// use plutu_http::core::{ErrorCode, Otp};
/// use plutu_http::testing::Script;
/// # use plutu_http::core::{AccessToken, ApiKey, Credentials};
///
/// # let credentials = Credentials::new(ApiKey::new("test")?, AccessToken::new("test")?);
/// let plutu = Script::new()
///     .result(r#"{"process_id":1234567890123}"#)
///     .error(422, "INVALID_OTP");
/// let client = Client::builder(credentials).transport(plutu.clone()).build()?;
///
/// let verify = adfali::Verify::builder()
///     .mobile_number("0913632323".parse()?)
///     .amount("20".parse()?)
///     .build();
/// let challenge = client.send(&verify)?;
/// let code: Otp<4> = "1111".parse()?;
/// let confirm = adfali::Confirm::answering(&challenge, verify.amount)?
///     .code(code)
///     .invoice_no("INV-1".parse()?)
///     .build();
/// let error = client.send(&confirm).unwrap_err();
/// assert_eq!(error.api_error().map(|error| error.code()), Some(&ErrorCode::InvalidOtp));
/// assert_eq!((plutu.requests().len(), plutu.answers_left()), (2, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<State>>);

impl Script {
    /// Creates a script without answers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a successful answer whose `result` is this JSON, for example `{"redirect_url":"…"}`,
    /// `{"process_id":1}` or `{"transaction_id":1}`.
    #[must_use]
    pub fn result(self, json: impl fmt::Display) -> Self {
        self.answer(200, format!(r#"{{"status":200,"result":{json}}}"#))
    }

    /// Adds an error of Plutu with this HTTP status and code, for example `(422, "INVALID_OTP")`.
    #[must_use]
    pub fn error(self, status: u16, code: &str) -> Self {
        let body =
            format!(r#"{{"error":{{"status":{status},"code":"{code}","message":"scripted"}}}}"#);
        self.answer(status, body)
    }

    /// Adds an answer with any status and body, for example a proxy's error page or a truncated
    /// body.
    #[must_use]
    pub fn answer(self, status: u16, body: impl Into<Bytes>) -> Self {
        self.then(Step::Answer(status, body.into()))
    }

    /// Adds a failure, for example a time-out or a refused connection.
    #[must_use]
    pub fn failure(self, kind: TransportErrorKind) -> Self {
        self.then(Step::Failure(kind))
    }

    /// The requests so far, in the order in which they were sent.
    #[must_use]
    pub fn requests(&self) -> Vec<SentRequest> {
        self.state().requests.clone()
    }

    /// The number of answers that are left.
    #[must_use]
    pub fn answers_left(&self) -> usize {
        self.state().steps.len()
    }

    fn then(self, step: Step) -> Self {
        self.state().steps.push_back(step);
        self
    }

    fn play(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let mut state = self.state();
        state.requests.push(SentRequest(request));
        match state.steps.pop_front() {
            Some(Step::Answer(status, body)) => Response::builder()
                .status(status)
                .body(body)
                .map_err(TransportError::other),
            Some(Step::Failure(kind)) => Err(kind.into()),
            None => Err(TransportError::other(format!(
                "the script has no answer left for request number {}",
                state.requests.len()
            ))),
        }
    }

    /// If a test panicked while it held the lock, the script is still usable.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Script {
    async fn send(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        self.play(request)
    }
}

impl BlockingTransport for Script {
    fn send(&self, request: http::Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        self.play(request)
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Script")
            .field("requests", &state.requests)
            .field("answers_left", &state.steps.len())
            .finish()
    }
}

/// A request that a [`Script`] received.
///
/// `Debug` shows the method, the path and the names of headers and fields, never a value.
#[derive(Clone)]
pub struct SentRequest(http::Request<Bytes>);

impl SentRequest {
    /// The method: `POST`.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.0.method()
    }

    /// The path of the URL, including the base URL's: `/api/v1/transaction/mpgs/confirm`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.uri().path()
    }

    /// The headers, including the credentials.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// The fields of the form, decoded, in the order in which they were sent.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.0.body()).into_owned().collect()
    }

    /// The decoded value of a field of the form.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        let mut fields = form_urlencoded::parse(self.0.body());
        let (_, value) = fields.find(|(key, _)| key == name)?;
        Some(value.into_owned())
    }
}

impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.fields();
        let fields: Vec<_> = fields.iter().map(|(name, _)| name).collect();
        let headers: Vec<_> = self.headers().keys().collect();
        f.debug_struct("SentRequest")
            .field("method", self.method())
            .field("path", &self.path())
            .field("headers", &headers)
            .field("fields", &fields)
            .finish()
    }
}

#[derive(Default)]
struct State {
    steps: VecDeque<Step>,
    requests: Vec<SentRequest>,
}

enum Step {
    Answer(u16, Bytes),
    Failure(TransportErrorKind),
}
