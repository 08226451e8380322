//! Keeps each call and its answer in the journal, refused ones included: they are what a developer looks for.

use std::sync::Arc;

use axum::body;
use axum::body::Body;
use axum::extract::Request;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::IntoResponse as _;
use axum::response::Response;

use crate::account::Account;
use crate::api::PATH;
use crate::journal::CallReport;
use crate::journal::Content;
use crate::journal::shortened;
use crate::server::HangupError;

/// Answers a call to the end, even if the client gives up in the meantime: what it asked for is done.
pub(super) async fn keep(
    State(account): State<Arc<Account>>,
    request: Request,
    next: Next,
) -> Response {
    let answered = tokio::spawn(answer(account, request, next)).await;
    answered.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn answer(account: Arc<Account>, request: Request, next: Next) -> Response {
    // The query is no part of the API, and might hold anything.
    let path = shortened(&format!("{PATH}{}", request.uri().path()));
    let (mut head, body) = next.run(request).await.into_parts();
    // The API's own answers are whole and short.
    let bytes = body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let content: Content = head.extensions.remove().unwrap_or_default();
    let has_answer = head.extensions.get::<HangupError>().is_none();
    account.keep(CallReport {
        number: 0,
        time: account.clock().now().as_secs(),
        path,
        fields: content.fields,
        invoice_no: content.invoice_no,
        faults: content.faults,
        status: has_answer.then(|| head.status.as_u16()),
        answer: shortened(&String::from_utf8_lossy(&bytes)),
    });
    Response::from_parts(head, Body::from(bytes))
}
