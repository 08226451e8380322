//! The dashboard at `/`: payments and calls as they arrive, with buttons for what the control API
//! does.
//!
//! [`view`] reads the page's URL, and [`page`] writes the HTML, with the lists of [`payments`] and
//! [`calls`] and the [`words`] of two languages. The page works without a script: `script.js` only
//! shows changes at once, and copies strings. The page contains the credentials only on request.

mod calls;
mod curl;
mod json;
mod page;
mod payments;
mod text;
mod view;
mod words;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::Query;
use axum::extract::State;
use axum::handler::Handler;
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
use crate::callback;
use crate::dashboard::view::Notice;
use crate::dashboard::view::View;
use crate::error::SandboxError;
use crate::fault::Planned;
use crate::guard;
use crate::payer;
use crate::payer::Answer;
use crate::payments::Outcome;

/// The routes of the page, its resources and its buttons. `elsewhere` answers all other paths.
pub(crate) fn router<H, T>(elsewhere: H) -> Router<Arc<Account>>
where
    H: Handler<T, Arc<Account>>,
    T: 'static,
{
    Router::new()
        .route("/", get(show))
        .route("/favicon.svg", get(icon))
        .route("/dashboard/style.css", get(style))
        .route("/dashboard/script.js", get(script))
        .route("/dashboard/changes", get(changes))
        .route("/dashboard/payments/{invoice_no}/{action}", post(act))
        .route("/dashboard/faults", post(plan_fault))
        .route("/dashboard/faults/remove", post(remove_fault))
        .route("/dashboard/clock", post(advance_clock))
        .route("/dashboard/reset", post(reset))
        .fallback(elsewhere)
        .layer(middleware::from_fn(guard::check_origin))
        .layer(middleware::map_response(protect))
}

async fn show(State(account): State<Arc<Account>>, view: View) -> Html<String> {
    Html(page::whole(&account, &view).into_string())
}

/// The icon of all pages, in the color of test pages.
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

/// The last change that the page has seen.
#[derive(Deserialize)]
struct Since {
    since: u64,
}

/// Answers with the number of the last change, as soon as it is one that the page has not seen, or
/// after [`LONGEST_WAIT`].
async fn changes(State(account): State<Arc<Account>>, Query(seen): Query<Since>) -> String {
    let mut changes = account.payments().changes();
    let is_new = |number: &u64| *number != seen.since;
    if timeout(LONGEST_WAIT, changes.wait_for(is_new))
        .await
        .is_ok()
    {
        // Several changes at once become one for the page.
        sleep(GATHERING).await;
    }
    changes.borrow().to_string()
}

async fn act(
    State(account): State<Arc<Account>>,
    Path((invoice_no, action)): Path<(String, String)>,
    view: View,
) -> Response {
    let Ok(invoice_no) = invoice_no.parse::<InvoiceNo>() else {
        return back(&view, Some(Notice::Unknown));
    };
    let done = match action.as_str() {
        "approve" => answer(account, &invoice_no, Outcome::Approved).await,
        "decline" => answer(account, &invoice_no, Outcome::Declined).await,
        "cancel" => answer(account, &invoice_no, Outcome::Canceled).await,
        "resend" => match callback::resend(account, &invoice_no).await {
            Ok(None) => return back(&view, Some(Notice::NoCallback)),
            resent => resent.map(drop),
        },
        _ => return back(&view, Some(Notice::Unknown)),
    };
    let notice = done.err().map(|error| match error {
        SandboxError::UnknownInvoice { .. } => Notice::Unknown,
        _ => Notice::Answered,
    });
    back(&view, notice)
}

async fn answer(
    account: Arc<Account>,
    invoice_no: &InvoiceNo,
    outcome: Outcome,
) -> Result<(), SandboxError> {
    let answer = Answer::new(outcome);
    let payment = payer::answer(&account, invoice_no, &answer)?;
    callback::notify_to_the_end(account, payment, answer).await;
    Ok(())
}

async fn plan_fault(State(account): State<Arc<Account>>, view: View, body: Bytes) -> Response {
    let Some(planned) = planned(&account, &body) else {
        return back(&view, Some(Notice::NoFault));
    };
    let has_room = account.faults().plan(planned);
    account.payments().touch();
    back(&view, (!has_room).then_some(Notice::TooManyFaults))
}

async fn remove_fault(State(account): State<Arc<Account>>, view: View, body: Bytes) -> Response {
    // If the fault is gone, it has taken effect in the meantime.
    if let Some(unwanted) = planned(&account, &body) {
        account.faults().remove(&unwanted);
        account.payments().touch();
    }
    back(&view, None)
}

/// The fault in a form, with its endpoint if there is one.
fn planned(account: &Account, body: &[u8]) -> Option<Planned> {
    let fault = field(body, "fault").trim().parse().ok()?;
    let endpoint = Some(field(body, "endpoint")).filter(|endpoint| !endpoint.is_empty());
    let exists = |endpoint: &str| account.gateways().endpoint(endpoint).is_some();
    let is_known = endpoint.as_deref().is_none_or(exists);
    is_known.then_some(Planned { fault, endpoint })
}

async fn advance_clock(State(account): State<Arc<Account>>, view: View) -> Response {
    account.clock().advance(STEP);
    account.payments().touch();
    back(&view, None)
}

async fn reset(State(account): State<Arc<Account>>, view: View, body: Bytes) -> Response {
    if field(&body, "confirm") != "yes" {
        return back(&view, Some(Notice::NotConfirmed));
    }
    account.reset();
    back(&view, None)
}

/// Redirects to the page, so that a reload does not repeat the action.
fn back(view: &View, notice: Option<Notice>) -> Response {
    let url = match notice {
        Some(notice) => view.with("/", &[("notice", notice.name())]),
        None => view.to("/"),
    };
    Redirect::to(&url).into_response()
}

fn field(body: &[u8], name: &str) -> String {
    let mut pairs = form_urlencoded::parse(body);
    let pair = pairs.find(|(key, _)| key == name);
    pair.map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// Lets the page load only its own resources, and keeps it out of caches and frames.
async fn protect(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in GUARDS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The referrer policy `same-origin` makes browsers send an origin with the page's own forms, which
/// the guard needs.
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

/// Shorter than the time-outs of proxies and browsers.
const LONGEST_WAIT: Duration = Duration::from_secs(25);
const GATHERING: Duration = Duration::from_millis(150);

/// As long as a one-time password is valid.
const STEP: Duration = crate::payments::LIFETIME;
