//! Keeps each call and its answer in the journal. This includes refused calls and calls that reach
//! no endpoint, because those are what a developer looks for.

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
use crate::address;
use crate::api::envelope::Why;
use crate::hangup::HangupError;
use crate::journal::CallReport;
use crate::journal::Content;
use crate::journal::shortened;

/// Carries out a call to the end, even if the client gives up in the meantime.
pub(super) async fn keep(
    State(account): State<Arc<Account>>,
    request: Request,
    next: Next,
) -> Response {
    let waiting = account.in_flight().enter(request.uri().path());
    let answered = tokio::spawn(answer(account, waiting.number(), request, next)).await;
    answered.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn answer(account: Arc<Account>, waiting: u64, request: Request, next: Next) -> Response {
    // The query is not a part of the API and could contain anything.
    let path = shortened(&format!("{}{}", address::API, request.uri().path()));
    let response = next.run(request).await;
    let is_awaited = account.in_flight().has(waiting);
    keep_call(&account, path, response, is_awaited).await
}

/// Keeps a call that reached no endpoint.
pub(super) async fn keep_stray(account: &Account, path: &str, refusal: Response) -> Response {
    keep_call(account, shortened(path), refusal, true).await
}

async fn keep_call(
    account: &Account,
    path: String,
    response: Response,
    is_awaited: bool,
) -> Response {
    let (mut head, body) = response.into_parts();
    // The API's own answers are complete and short.
    let bytes = body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let content: Content = head.extensions.remove().unwrap_or_default();
    let why = head.extensions.remove::<Why>();
    let has_answer = head.extensions.get::<HangupError>().is_none();
    account.keep(CallReport {
        number: 0,
        time: account.clock().now().as_secs(),
        path,
        fields: content.fields,
        invoice_no: content.invoice_no,
        faults: content.faults,
        note: content.note,
        status: has_answer.then(|| head.status.as_u16()),
        is_awaited,
        problem: why.map(|Why(why)| shortened(&why)),
        answer: shortened(&String::from_utf8_lossy(&bytes)),
    });
    Response::from_parts(head, Body::from(bytes))
}
