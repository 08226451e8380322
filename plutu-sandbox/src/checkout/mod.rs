//! The payer's side: the hosted page, and the redirect that carries his answer to the shop.
//!
//! [`page`] writes the HTML in the language that the merchant asked for, from the texts in [`words`].

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
use crate::payer;
use crate::payer::Answer;
use crate::payments;
use crate::payments::Payment;

/// Where the pages lie: `/checkout/{id}?token=…`.
pub(crate) const PATH: &str = "/checkout";

/// The parameter that carries the payment's token.
pub(crate) const TOKEN: &str = "token";

/// The pages of all payments.
pub(crate) fn router() -> Router<Arc<Account>> {
    Router::new()
        .route("/{id}", get(show).post(answer))
        .fallback(async || not_found())
        .layer(middleware::map_response(guard))
}

async fn show(State(account): State<Arc<Account>>, Visit(payment): Visit) -> Html<String> {
    page(&account, &payment)
}

/// Takes the payer's answer. The same answer again is a reload, and leads to the same address.
///
/// The shop's server hears of it before the browser does, and also if the browser is gone by then.
async fn answer(
    State(account): State<Arc<Account>>,
    Visit(payment): Visit,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Some(answer) = body.ok().as_deref().and_then(read_answer) else {
        return (StatusCode::BAD_REQUEST, page(&account, &payment)).into_response();
    };
    let invoice_no = &payment.order.invoice_no;
    let outcome = answer.outcome;
    let Ok(payment) = payer::answer(&account, invoice_no, &answer) else {
        // An answer is only refused after another one.
        let payment = account.payments().by_invoice(invoice_no).unwrap_or(payment);
        return (StatusCode::CONFLICT, page(&account, &payment)).into_response();
    };
    let notified = payer::notify_to_the_end(Arc::clone(&account), payment.clone(), outcome).await;
    if notified.returns {
        Redirect::to(&notified.url).into_response()
    } else {
        page(&account, &payment).into_response()
    }
}

/// The payment that a page's address names by its id and its token.
struct Visit(Payment);

impl FromRequestParts<Arc<Account>> for Visit {
    type Rejection = (StatusCode, Html<String>);

    async fn from_request_parts(
        parts: &mut Parts,
        account: &Arc<Account>,
    ) -> Result<Self, Self::Rejection> {
        let id = Path::<u64>::from_request_parts(parts, account).await;
        let token = first(parts.uri.query().unwrap_or_default().as_bytes(), TOKEN);
        id.ok()
            .zip(token)
            .and_then(|(Path(id), token)| account.payments().find(id, &token))
            .map(Self)
            .ok_or_else(not_found)
    }
}

fn page(account: &Account, payment: &Payment) -> Html<String> {
    html(match payment.outcome {
        None => page::open(payment),
        Some(outcome) => {
            let callback = payer::browser_callback(account, payment, outcome);
            page::answered(payment, outcome, &callback.url)
        }
    })
}

fn not_found() -> (StatusCode, Html<String>) {
    (StatusCode::NOT_FOUND, html(page::not_found()))
}

fn html(page: Markup) -> Html<String> {
    Html(page.into_string())
}

fn read_answer(body: &[u8]) -> Option<Answer> {
    let outcome = page::Button::outcome(&first(body, page::Button::NAME)?)?;
    let method = match first(body, page::PAYMENT_METHOD) {
        Some(method) => method.parse().ok()?,
        None => payments::DEFAULT_METHOD,
    };
    Some(Answer { outcome, method })
}

/// The first value of this name in a query or a form.
fn first(encoded: &[u8], name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(encoded);
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// Keeps the address and its token out of caches, of the shop's logs, and of other pages' frames.
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
