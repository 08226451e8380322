//! The payer's side: the hosted page, and the redirect that carries the payer's answer to the shop.
//!
//! [`page`] writes the HTML in the language that the merchant asked for, with the strings of
//! [`words`]. [`form`] reads the submitted form, and [`card`] has the test cards.

mod card;
mod form;
mod page;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::extract::Path;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use maud::Markup;

use crate::account::Account;
use crate::address;
use crate::address::TOKEN;
use crate::callback;
use crate::checkout::card::Draft;
use crate::checkout::form::Choice;
use crate::checkout::form::Unread;
use crate::payer;
use crate::payer::Answer;
use crate::payments::Outcome;
use crate::payments::Payment;

/// The path of the payer's phone, which is in Arabic unless `?lang=en`.
const PHONE: &str = "/phone";

/// The pages of all payments, and the payer's phone.
pub(crate) fn router() -> Router<Arc<Account>> {
    Router::new()
        .route(PHONE, get(telephone))
        .route("/{id}", get(show).post(answer))
        .fallback(async || not_found())
        .layer(middleware::map_response(guard))
}

async fn show(
    State(account): State<Arc<Account>>,
    Visit(payment): Visit,
    uri: Uri,
) -> Html<String> {
    let query = uri.query().unwrap_or_default().as_bytes();
    let merchant = account.settings().merchant();
    let Some(outcome) = payment.outcome else {
        if form::first(query, SHOWN).as_deref() == Some(CLOSED) {
            return html(page::closed(&payment));
        }
        let now = account.clock().month();
        let draft = form::first(query, DRAFT).and_then(|draft| Draft::parse(&draft, now));
        return html(page::open(&payment, merchant, draft.as_ref(), now));
    };
    let message = callback::for_browser(&payment, outcome, account.secret_key());
    let refused = form::first(query, REFUSED);
    html(page::answered(
        &payment,
        merchant,
        outcome,
        refused.as_deref().map(|button| button == form::CANCEL),
        &message.url,
    ))
}

async fn telephone(State(account): State<Arc<Account>>, uri: Uri) -> Html<String> {
    let language = form::first(uri.query().unwrap_or_default().as_bytes(), "lang");
    let language = language.and_then(|language| language.parse().ok());
    html(page::telephone(&account, language.unwrap_or_default()))
}

/// Handles the payer's answer. The same answer again is a reload and leads to the same URL.
///
/// The shop's server receives the callback before the browser is redirected, and also if the
/// browser has left. The browser is redirected in any case, so that neither a reload nor the back
/// button submits the form again.
async fn answer(
    State(account): State<Arc<Account>>,
    Visit(payment): Visit,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = body.unwrap_or_default();
    let now = account.clock().month();
    match form::read(&body, payment.order.gateway, now) {
        Ok(Choice::Answer(answer)) => settle(account, payment, answer).await,
        Ok(Choice::Close) => to_page(&payment, SHOWN, CLOSED),
        Ok(Choice::Tamper) => tamper(account, &payment).await,
        Err(Unread::Card(draft)) => to_page(&payment, DRAFT, &draft.to_text()),
        Err(Unread::Nonsense) => {
            let page = page::open(&payment, account.settings().merchant(), None, now);
            (StatusCode::BAD_REQUEST, html(page)).into_response()
        }
    }
}

async fn settle(account: Arc<Account>, payment: Payment, answer: Answer) -> Response {
    let invoice_no = &payment.order.invoice_no;
    let outcome = answer.outcome;
    let Ok(payment) = payer::answer(&account, invoice_no, &answer) else {
        return refused(&payment, outcome);
    };
    let path = address::of_checkout(payment.id, payment.token());
    let notified = callback::notify_to_the_end(account, payment, answer).await;
    let url = if notified.returns { notified.url } else { path };
    Redirect::to(&url).into_response()
}

/// Sends a callback that the shop must refuse. The payment stays open.
async fn tamper(account: Arc<Account>, payment: &Payment) -> Response {
    if payment.outcome.is_some() {
        return refused(payment, Outcome::Approved);
    }
    let url = callback::tamper(account, payment.clone()).await;
    Redirect::to(&url).into_response()
}

/// The page after a refused answer. An answer is refused only after a different one.
fn refused(payment: &Payment, outcome: Outcome) -> Response {
    let button = match outcome {
        Outcome::Approved => form::APPROVE,
        Outcome::Declined => form::DECLINE,
        Outcome::Canceled => form::CANCEL,
    };
    to_page(payment, REFUSED, button)
}

/// Redirects the browser to the payment's page, which then says what has happened.
fn to_page(payment: &Payment, name: &str, value: &str) -> Response {
    let page = address::of_checkout(payment.id, payment.token());
    Redirect::to(&format!("{page}&{name}={value}")).into_response()
}

/// The parameters of the page's URL besides the token: the page's state, the submitted form, and
/// the refused answer.
const SHOWN: &str = "shown";
const CLOSED: &str = "closed";
const DRAFT: &str = "draft";
const REFUSED: &str = "refused";

/// The payment that the page's URL names by its id and its token.
struct Visit(Payment);

impl FromRequestParts<Arc<Account>> for Visit {
    type Rejection = (StatusCode, Html<String>);

    async fn from_request_parts(
        parts: &mut Parts,
        account: &Arc<Account>,
    ) -> Result<Self, Self::Rejection> {
        let id = Path::<u64>::from_request_parts(parts, account).await;
        let token = form::first(parts.uri.query().unwrap_or_default().as_bytes(), TOKEN);
        id.ok()
            .zip(token)
            .and_then(|(Path(id), token)| account.payments().find(id, &token))
            .map(Self)
            .ok_or_else(not_found)
    }
}

fn not_found() -> (StatusCode, Html<String>) {
    (StatusCode::NOT_FOUND, html(page::not_found()))
}

fn html(page: Markup) -> Html<String> {
    Html(page.into_string())
}

/// Keeps the URL and its token out of caches, the shop's logs and other pages' frames.
async fn guard(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in GUARDS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

const GUARDS: [(HeaderName, &str); 4] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, page::SECURITY_POLICY),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];
