//! The control API: controls the sandbox in JSON, for tests in any language. `docs/control-api.md`
//! documents each path.
//!
//! It needs no credentials: anyone who can reach the sandbox can do everything here.
//! [`guard`] keeps other web pages out.

mod answer;
mod payments;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

use crate::account::Account;
use crate::control::answer::Answer;
use crate::control::answer::MAX_LISTED;
use crate::control::answer::Refusal;
use crate::control::answer::read;
use crate::environment;
use crate::fault::Planned;
use crate::guard;

pub(crate) fn router() -> Router<Arc<Account>> {
    Router::new()
        .route("/credentials", get(credentials))
        .route("/env", get(env))
        .route("/payments", get(payments::list))
        .route("/payments/{invoice_no}", get(payments::show))
        .route("/payments/{invoice_no}/approve", post(payments::approve))
        .route("/payments/{invoice_no}/decline", post(payments::decline))
        .route("/payments/{invoice_no}/cancel", post(payments::cancel))
        .route("/payments/{invoice_no}/resend", post(payments::resend))
        .route("/calls", get(calls))
        .route("/messages", get(messages))
        .route("/faults", get(faults).post(plan_fault).delete(clear_faults))
        .route("/clock", get(clock).post(advance_clock))
        .route("/reset", post(reset))
        .fallback(async || Refusal::unknown_path())
        .method_not_allowed_fallback(async || Refusal::wrong_method())
        .layer(middleware::from_fn(guard::check_origin))
        .layer(middleware::map_response(no_store))
}

async fn credentials(State(account): State<Arc<Account>>) -> Answer {
    let credentials = account.credentials();
    Answer(json!({
        "base_url": account.base_url(),
        "api_key": credentials.api_key().expose(),
        "access_token": credentials.access_token().expose(),
        "secret_key": account.secret_key().expose(),
    }))
}

/// The credentials as lines for a shop's `.env`, which a shell can read too.
async fn env(State(account): State<Arc<Account>>) -> String {
    environment::of(&account)
}

async fn calls(State(account): State<Arc<Account>>) -> Answer {
    Answer(json!({ "calls": account.journal().last(MAX_LISTED) }))
}

/// The one-time passwords that were sent to payers.
async fn messages(State(account): State<Arc<Account>>) -> Answer {
    let now = account.clock().now();
    let processes = account.payments().processes(MAX_LISTED).into_iter();
    let messages = processes.map(|(id, process)| {
        json!({
            "process_id": id,
            "gateway": process.endpoint.gateway().name(),
            "mobile_number": process.masked_number,
            "amount": process.money.amount,
            "currency": process.money.currency,
            "otp": process.endpoint.one_time_password(),
            "time": process.begun().as_secs(),
            "is_used": process.is_used,
            "has_expired": process.has_expired(now),
        })
    });
    Answer(json!({ "messages": messages.collect::<Value>() }))
}

async fn faults(State(account): State<Arc<Account>>) -> Answer {
    waiting(&account)
}

async fn plan_fault(State(account): State<Arc<Account>>, body: Bytes) -> Result<Answer, Refusal> {
    let Plan { fault, endpoint } = read(&body)?;
    let fault = fault.parse().map_err(|error| Refusal::bad_body(&error))?;
    if let Some(endpoint) = &endpoint
        && account.gateways().endpoint(endpoint).is_none()
    {
        return Err(no_endpoint(&account));
    }
    if account.faults().plan(Planned { fault, endpoint }) {
        Ok(waiting(&account))
    } else {
        Err(Refusal::too_many_faults())
    }
}

fn no_endpoint(account: &Account) -> Refusal {
    let mut message = "no such endpoint; give it as gateway/action".to_owned();
    if let Some(endpoint) = account.gateways().simplest_page() {
        message.push_str(", such as ");
        message.push_str(&endpoint.name());
    }
    Refusal::bad_body(&message)
}

async fn clear_faults(State(account): State<Arc<Account>>) -> Answer {
    account.faults().clear();
    waiting(&account)
}

/// The body of a request that plans a fault.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plan {
    fault: String,
    endpoint: Option<String>,
}

fn waiting(account: &Account) -> Answer {
    let waiting = account.faults().waiting().into_iter();
    let waiting = waiting
        .map(|planned| json!({ "fault": planned.fault.to_string(), "endpoint": planned.endpoint }));
    Answer(json!({ "faults": waiting.collect::<Value>() }))
}

async fn clock(State(account): State<Arc<Account>>) -> Answer {
    time(&account)
}

async fn advance_clock(
    State(account): State<Arc<Account>>,
    body: Bytes,
) -> Result<Answer, Refusal> {
    let Advance { advance } = read(&body)?;
    account.clock().advance(Duration::from_secs(advance));
    account.payments().touch();
    Ok(time(&account))
}

/// The body of a request that moves the clock, in seconds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance: u64,
}

fn time(account: &Account) -> Answer {
    Answer(json!({ "now": account.clock().now().as_secs() }))
}

async fn reset(State(account): State<Arc<Account>>) -> (StatusCode, Answer) {
    account.reset();
    (StatusCode::OK, Answer(json!({})))
}

async fn no_store(mut response: Response) -> Response {
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}
