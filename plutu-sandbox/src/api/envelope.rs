//! The JSON object around every answer, and which status and code each refusal has.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Response;
use serde::Serialize;

/// A successful answer: `{"status":200,"result":{…}}`.
#[derive(Serialize)]
pub(super) struct Success<T> {
    status: u16,
    result: T,
}

impl<T> Success<T> {
    pub(super) fn new(result: T) -> Self {
        Self {
            status: StatusCode::OK.as_u16(),
            result,
        }
    }
}

impl<T: Serialize> IntoResponse for Success<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// An error: `{"error":{"status":…,"code":"…","message":"…"}}`, with `fields` where inputs are bad.
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
    fields: BadFields,
}

/// The bad fields and what is wrong with each, as Laravel writes them: `{"amount":["…"]}`.
pub(super) type BadFields = BTreeMap<&'static str, Vec<String>>;

impl Refusal {
    /// The capitals are those of a real answer; the documentation writes `UNAUTHORIZED`.
    pub(super) fn unauthorized(message: &'static str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Unauthorized", message)
    }

    /// No gateway and action, or another path of the API.
    pub(super) fn unknown_endpoint() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "INVALID_GATEWAY",
            "no such gateway or action",
        )
    }

    /// No code is known for this; every endpoint is a `POST`.
    pub(super) fn wrong_method() -> Self {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        Self::new(status, "METHOD_NOT_ALLOWED", "the endpoint takes only POST")
    }

    /// The body itself cannot be read, so that no field can be blamed.
    pub(super) fn unreadable_body(status: StatusCode, message: &'static str) -> Self {
        Self::new(status, INVALID_INPUTS, message)
    }

    pub(super) fn bad_fields(fields: BadFields) -> Self {
        let refusal = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            INVALID_INPUTS,
            "the inputs are not valid",
        );
        Self { fields, ..refusal }
    }

    /// Which status Plutu gives with this code is not documented; 400 is our decision, as the
    /// fields by themselves are valid.
    pub(super) fn duplicated_invoice() -> Self {
        let message = "the invoice number was used before";
        Self::new(
            StatusCode::BAD_REQUEST,
            "DUPLICATED_INVOICE_NUMBER",
            message,
        )
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

    fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self {
            status,
            code,
            message,
            fields: BadFields::new(),
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
        let error = Error {
            status: status.as_u16(),
            code,
            message,
            fields,
        };
        (status, Json(ErrorEnvelope { error })).into_response()
    }
}

#[derive(Serialize)]
struct ErrorEnvelope {
    error: Error,
}

#[derive(Serialize)]
struct Error {
    status: u16,
    code: &'static str,
    message: &'static str,
    #[serde(skip_serializing_if = "BadFields::is_empty")]
    fields: BadFields,
}

const INVALID_INPUTS: &str = "INVALID_INPUTS";
