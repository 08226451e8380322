//! The JSON that the control API reads and writes.

use std::fmt::Display;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Response;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::json;

use crate::error::SandboxError;
use crate::visible::Json;

/// A JSON object.
pub(super) struct Answer(pub(super) Value);

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        Json(self.0).into_response()
    }
}

/// An error: `{"error":{"code":"…","message":"…"}}`.
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refusal {
    pub(super) fn unknown_path() -> Self {
        Self::new(StatusCode::NOT_FOUND, "UNKNOWN_PATH", &"unknown path")
    }

    pub(super) fn wrong_method() -> Self {
        let status = StatusCode::METHOD_NOT_ALLOWED;
        Self::new(status, "WRONG_METHOD", &"the path takes other methods")
    }

    pub(super) fn bad_body(reason: &dyn Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_BODY", reason)
    }

    pub(super) fn bad_query(reason: &dyn Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_QUERY", reason)
    }

    pub(super) fn bad_invoice_no(reason: &dyn Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_INVOICE_NO", reason)
    }

    pub(super) fn no_callback() -> Self {
        let message = "no callback is due: the payer has not answered";
        Self::new(StatusCode::CONFLICT, "NO_CALLBACK", &message)
    }

    pub(super) fn too_many_faults() -> Self {
        let status = StatusCode::CONFLICT;
        Self::new(status, "TOO_MANY_FAULTS", &"a thousand faults wait already")
    }

    fn new(status: StatusCode, code: &'static str, message: &dyn Display) -> Self {
        Self {
            status,
            code,
            message: message.to_string(),
        }
    }
}

impl From<SandboxError> for Refusal {
    fn from(error: SandboxError) -> Self {
        let (status, code) = match &error {
            SandboxError::UnknownInvoice { .. } => (StatusCode::NOT_FOUND, "UNKNOWN_INVOICE"),
            SandboxError::AlreadyApproved { .. } => (StatusCode::CONFLICT, "ALREADY_APPROVED"),
            SandboxError::AlreadyDeclined { .. } => (StatusCode::CONFLICT, "ALREADY_DECLINED"),
            SandboxError::AlreadyCanceled { .. } => (StatusCode::CONFLICT, "ALREADY_CANCELED"),
            SandboxError::PaidWithOtp { .. } => (StatusCode::CONFLICT, "PAID_WITH_OTP"),
            SandboxError::NotInTime { .. } => (StatusCode::GATEWAY_TIMEOUT, "NOT_IN_TIME"),
        };
        Self::new(status, code, &error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let error = json!({ "error": { "code": self.code, "message": self.message } });
        (self.status, Json(error)).into_response()
    }
}

/// Reads a JSON body; an empty one is an empty object.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| Refusal::bad_body(&error))
}

/// The most entries in a list.
pub(super) const MAX_LISTED: usize = 1000;
