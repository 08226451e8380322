//! The answer that is none: the connection is closed instead.

use axum::response::IntoResponse;
use axum::response::Response;

/// Marks an answer that [`server`](crate::server) does not give.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the connection is closed without an answer, as a fault wants it")]
pub(crate) struct HangupError;

impl IntoResponse for HangupError {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}
