//! The developer's page at `/`: payments and calls as they come, with buttons for what the control API does.
//!
//! [`page`] writes the HTML, which is whole without a script. `dashboard.js` waits for changes and shows them,
//! and helps to copy. Credentials are in the page only when it was asked for them.

mod page;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::Query;
use axum::extract::State;
use axum::extract::rejection::QueryRejection;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header;
use axum::middleware;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use plutu_core::InvoiceNo;
use serde::Deserialize;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::account::Account;
use crate::api;
use crate::dashboard::page::Notice;
use crate::error::SandboxError;
use crate::fault::Planned;
use crate::guard;
use crate::payer;
use crate::payer::Answer;
use crate::payments::Outcome;

/// The page, what it loads, and what its buttons do.
pub(crate) fn router() -> Router<Arc<Account>> {
    Router::new()
        .route("/", get(show))
        .route("/favicon.svg", get(icon))
        .route("/dashboard/style.css", get(style))
        .route("/dashboard/script.js", get(script))
        .route("/dashboard/changes", get(changes))
        .route("/dashboard/payments/{invoice_no}/{action}", post(act))
        .route("/dashboard/faults", post(plan_fault))
        .route("/dashboard/clock", post(advance_clock))
        .route("/dashboard/reset", post(reset))
        .fallback(api::refuse_path)
        .layer(middleware::from_fn(guard::check_origin))
        .layer(middleware::map_response(protect))
}

/// What the page is asked to show beside payments.
#[derive(Default, Deserialize)]
#[serde(default)]
struct View {
    credentials: Option<String>,
    notice: Option<String>,
}

async fn show(
    State(account): State<Arc<Account>>,
    view: Result<Query<View>, QueryRejection>,
) -> Html<String> {
    let Query(view) = view.unwrap_or_default();
    let shows_credentials = view.credentials.as_deref() == Some(page::SHOWN);
    let notice = view.notice.as_deref().and_then(Notice::of);
    Html(page::whole(&account, shows_credentials, notice).into_string())
}

/// The icon of all pages, in the colour of those that are not real.
async fn icon() -> Response {
    let content_type = (header::CONTENT_TYPE, "image/svg+xml");
    ([content_type], include_str!("favicon.svg")).into_response()
}

async fn style() -> Response {
    let content_type = (header::CONTENT_TYPE, "text/css; charset=utf-8");
    ([content_type], include_str!("style.css")).into_response()
}

async fn script() -> Response {
    let content_type = (header::CONTENT_TYPE, "text/javascript; charset=utf-8");
    ([content_type], include_str!("script.js")).into_response()
}

/// Which change the page has seen.
#[derive(Deserialize)]
struct Since {
    since: u64,
}

/// Answers with the number of the last change, when there is one that the page has not seen, or after a while.
async fn changes(State(account): State<Arc<Account>>, Query(seen): Query<Since>) -> String {
    let mut changes = account.payments().changes();
    let is_new = |number: &u64| *number != seen.since;
    if timeout(LONGEST_WAIT, changes.wait_for(is_new))
        .await
        .is_ok()
    {
        // Many changes at once are one to the page.
        sleep(GATHERING).await;
    }
    changes.borrow().to_string()
}

async fn act(
    State(account): State<Arc<Account>>,
    Path((invoice_no, action)): Path<(String, String)>,
) -> Response {
    let Ok(invoice_no) = invoice_no.parse::<InvoiceNo>() else {
        return back(Some(Notice::Unknown));
    };
    let done = match action.as_str() {
        "approve" => answer(account, &invoice_no, Outcome::Approved).await,
        "decline" => answer(account, &invoice_no, Outcome::Declined).await,
        "cancel" => answer(account, &invoice_no, Outcome::Canceled).await,
        "resend" => payer::resend(account, &invoice_no).await.map(drop),
        _ => return back(Some(Notice::Unknown)),
    };
    back(done.err().map(|error| match error {
        SandboxError::UnknownInvoice { .. } => Notice::Unknown,
        _ => Notice::Answered,
    }))
}

async fn answer(
    account: Arc<Account>,
    invoice_no: &InvoiceNo,
    outcome: Outcome,
) -> Result<(), SandboxError> {
    let answer = Answer::new(outcome);
    let payment = payer::answer(&account, invoice_no, &answer)?;
    payer::notify_to_the_end(account, payment, answer).await;
    Ok(())
}

async fn plan_fault(State(account): State<Arc<Account>>, body: Bytes) -> Response {
    let text = field(&body, "fault");
    let Ok(fault) = text.trim().parse() else {
        return back(Some(Notice::NoFault));
    };
    let endpoint = None;
    account.faults().plan(Planned { fault, endpoint });
    account.payments().touch();
    back(None)
}

async fn advance_clock(State(account): State<Arc<Account>>) -> Response {
    account.clock().advance(STEP);
    account.payments().touch();
    back(None)
}

async fn reset(State(account): State<Arc<Account>>) -> Response {
    account.reset();
    back(None)
}

/// Leads back to the page, so that a reload does nothing again.
fn back(notice: Option<Notice>) -> Response {
    let url = notice.map_or("/".to_owned(), |notice| {
        format!("/?notice={}", notice.name())
    });
    Redirect::to(&url).into_response()
}

fn field(body: &[u8], name: &str) -> String {
    let mut pairs = form_urlencoded::parse(body);
    let pair = pairs.find(|(key, _)| key == name);
    pair.map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// Lets the page load what is its own and nothing else, and keeps it out of caches and frames.
async fn protect(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in GUARDS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The referrer policy sends an origin with the page's own forms, which the guard wants to see.
const GUARDS: [(HeaderName, &str); 4] = [
    (header::CACHE_CONTROL, "no-store"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Shorter than what proxies and browsers allow an answer.
const LONGEST_WAIT: Duration = Duration::from_secs(25);
const GATHERING: Duration = Duration::from_millis(150);

/// As long as a one-time password lives.
const STEP: Duration = crate::payments::LIFETIME;
