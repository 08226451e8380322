//! The JSON object around every answer, and the status and code of each refusal.

use std::borrow::Cow;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Response;
use serde::Serialize;
use serde::Serializer;

use crate::own;
use crate::visible::Json;

/// A successful answer: `{"status":200,"result":{…}}`, with a `message` unless it sends the payer
/// to a page.
#[derive(Serialize)]
pub(super) struct Success<T> {
    status: u16,
    result: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
}

impl<T> Success<T> {
    pub(super) fn new(result: T) -> Self {
        Self {
            status: StatusCode::OK.as_u16(),
            result,
            message: None,
        }
    }

    pub(super) fn with_message(self, message: &'static str) -> Self {
        Self {
            message: Some(message),
            ..self
        }
    }
}

impl<T: Serialize> IntoResponse for Success<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// An error: `{"error":{"status":…,"code":"…","message":"…"}}`, with `fields` if inputs are
/// invalid.
///
/// The message starts with the code and names the first invalid field of the request, because some
/// clients show nothing else.
pub(super) struct Refusal {
    status: StatusCode,
    code: Cow<'static, str>,
    message: Cow<'static, str>,
    fields: BadFields,
}

/// The reason of an error. It is an extension of the answer, for [`record`](super::record).
#[derive(Clone)]
pub(super) struct Why(pub(super) String);

/// The invalid fields and their errors, in Laravel's format: `{"amount":["…"]}`.
#[derive(Default)]
pub(super) struct BadFields(Vec<(&'static str, String)>);

impl BadFields {
    /// Adds the error of a field.
    pub(super) fn blame(&mut self, name: &'static str, reason: String) {
        self.0.push((name, reason));
    }

    /// Sorts the fields in the order of these names. Other fields come last.
    pub(super) fn sort_by_names(&mut self, names: &[&str]) {
        let place = |wanted: &str| names.iter().position(|name| *name == wanted);
        self.0
            .sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for BadFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, reason)| (name, [reason])))
    }
}

impl Refusal {
    /// The code is spelled as in a real answer. The documentation writes `UNAUTHORIZED`.
    pub(super) fn unauthorized(message: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Unauthorized", message)
    }

    /// An unknown gateway or action, or another path of the API.
    pub(super) fn unknown_endpoint(hint: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "INVALID_GATEWAY",
            format!("no such gateway or action{hint}"),
        )
    }

    /// An unknown path outside of the API.
    pub(super) fn unknown_path(hint: &str) -> Self {
        let message = format!("unknown path{hint}");
        Self::new(StatusCode::NOT_FOUND, "UNKNOWN_PATH", message)
    }

    /// A host that is not the sandbox's, or the reason why the request has no valid host.
    pub(super) fn unknown_host(host: Result<&str, &'static str>) -> Self {
        let message = match host {
            Ok(host) => format!(
                "the Host `{host}` is not this sandbox's; if it should be, start it with `--allow-host {host}`"
            ),
            Err(reason) => reason.to_owned(),
        };
        Self::new(StatusCode::FORBIDDEN, "UNKNOWN_HOST", message)
    }

    /// Plutu's code for this is not known. Every endpoint is a `POST`.
    pub(super) fn wrong_method() -> Self {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        Self::new(status, "METHOD_NOT_ALLOWED", "the endpoint takes only POST")
    }

    /// The body cannot be read, so the error names no field.
    pub(super) fn unreadable_body(status: StatusCode, message: &'static str) -> Self {
        Self::new(status, INVALID_INPUTS, message)
    }

    /// Invalid fields, with one code for all of them.
    pub(super) fn bad_fields(code: &'static str, fields: BadFields) -> Self {
        let status = match code {
            INVALID_INPUTS => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::BAD_REQUEST,
        };
        let message = match fields.0.first() {
            Some((name, reason)) => format!("{name}: {reason}"),
            None => "the inputs are not valid".to_owned(),
        };
        let refusal = Self::new(status, code, message);
        Self { fields, ..refusal }
    }

    /// A field that is valid in itself, but not for this payment.
    pub(super) fn bad_field(code: &'static str, name: &'static str, reason: &str) -> Self {
        Self::bad_fields(code, BadFields(vec![(name, reason.to_owned())]))
    }

    pub(super) fn duplicated_invoice() -> Self {
        Self::bad_request(
            "DUPLICATED_INVOICE_NUMBER",
            "the invoice number was already used",
        )
    }

    pub(super) fn limit_exceeded() -> Self {
        Self::bad_request(
            "SANDBOX_TRANSACTION_LIMIT_EXCEEDED",
            "test mode accepts at most 500 per transaction; start the sandbox with --no-limit to turn \
             this off",
        )
    }

    pub(super) fn wrong_otp() -> Self {
        Self::bad_request(INVALID_OTP, "the one-time password is wrong")
    }

    /// The other code that official plugins explain with "please check the OTP code".
    pub(super) fn not_confirmed() -> Self {
        Self::bad_request(CONFIRMATION_ERROR, "please check the one-time password")
    }

    pub(super) fn expired_otp() -> Self {
        Self::bad_request("OTP_EXPIRED", "the one-time password is too old")
    }

    /// Plutu's code is not known. This one is our decision: a confirmed process can no longer be
    /// referred to, and plutu-core does not conclude from this code that no money moved. A code
    /// that asks for another password would be wrong, because the payer has paid.
    pub(super) fn used_process() -> Self {
        Self::bad_request(
            "REFERENCE_NUMBER_DOES_NOT_EXIST",
            "the process was already confirmed",
        )
    }

    /// The error of a fault.
    pub(super) fn ordered(status: u16, code: &str) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
        let refusal = Self::new(status, "", "this error was requested as a fault");
        let code = Cow::Owned(code.to_owned());
        Self { code, ..refusal }
    }

    /// The error that the author's function returned.
    pub(super) fn of_author(refusal: &own::Refusal) -> Self {
        let status = StatusCode::from_u16(refusal.status());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let message = refusal.message().to_owned();
        let code = Cow::Owned(refusal.code().to_owned());
        Self {
            code,
            ..Self::new(status, "", message)
        }
    }

    /// A reply of the author's own type, without a function for it.
    pub(super) fn no_answer(request: &str) -> Self {
        let message = format!(
            "the reply to `{request}` is of its author's own type, which the sandbox does not know; say what to \
             answer: `Sandbox::builder().answer::<{request}>(|fields| …)` in a test, or \
             `Program::new().answer::<{request}>(|fields| …)` in a program of your own"
        );
        Self::new(StatusCode::NOT_IMPLEMENTED, "NOT_IMPLEMENTED", message)
    }

    /// The sandbox itself failed.
    pub(super) fn failure() -> Self {
        let message = "the sandbox has no randomness for a token";
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "BACKEND_SERVER_ERROR",
            message,
        )
    }

    /// Plutu's status for these codes is not documented. 400 is our decision, because the fields
    /// are valid in themselves.
    fn bad_request(code: &'static str, message: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            code: Cow::Borrowed(code),
            message: message.into(),
            fields: BadFields::default(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self {
            status,
            code,
            message,
            fields,
        } = self;
        let message = format!("{code}: {message}");
        let why = Why(message.clone());
        let error = Error {
            status: status.as_u16(),
            code,
            message,
            fields,
        };
        let mut response = (status, Json(ErrorEnvelope { error })).into_response();
        response.extensions_mut().insert(why);
        response
    }
}

#[derive(Serialize)]
struct ErrorEnvelope {
    error: Error,
}

#[derive(Serialize)]
struct Error {
    status: u16,
    code: Cow<'static, str>,
    message: String,
    #[serde(skip_serializing_if = "BadFields::is_empty")]
    fields: BadFields,
}

/// The code of invalid fields that have no code of their own.
pub(super) const INVALID_INPUTS: &str = "INVALID_INPUTS";

pub(super) const INVALID_AMOUNT: &str = "INVALID_AMOUNT";
/// Plutu's spelling.
pub(super) const INVALID_OTP: &str = "INVLIAD_OTP";
const CONFIRMATION_ERROR: &str = "CONFIRMATION_ERROR";
