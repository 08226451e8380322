//! A marker for responses: the server closes the connection instead of sending them.

use axum::response::IntoResponse;
use axum::response::Response;

/// Marks a response that [`server`](crate::server) does not send.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the connection is closed without an answer because of a fault")]
pub(crate) struct HangupError;

impl IntoResponse for HangupError {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}
