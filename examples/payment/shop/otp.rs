//! Gateways with a one-time password: Sadad and Adfali. Two pages, and no callback.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::PoisonError;

use axum::extract::Form;
use axum::extract::Path;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Response;
use plutu_core::Certainty;
use plutu_core::Mismatch;
use plutu_core::Paid;
use plutu_core::gateways::adfali;
use plutu_core::gateways::sadad;
use plutu_http::SendError;

use crate::Result;
use crate::shop::Inner;
use crate::shop::Order;
use crate::shop::Price;
use crate::shop::State;
use crate::shop::pages;

type Fields = BTreeMap<String, String>;

/// First page: the payer's number. The payer gets a text message.
pub(super) async fn number(
    Shared(shop): Shared<Arc<Inner>>,
    Path(invoice_no): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    let Some(order) = shop.order(&invoice_no) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    println!("  payer → shop   POST /orders/{invoice_no}/number");
    match challenge(&shop, &order, &fields).await {
        Ok(challenge) => {
            println!("  shop           asks for the password");
            shop.sessions
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(invoice_no, challenge);
            pages::code(&order).into_response()
        }
        Err(error) => refused(&with_cause(error.as_ref())),
    }
}

/// The challenge as a string, for the payer's session on the server.
async fn challenge(shop: &Inner, order: &Order, fields: &Fields) -> Result<String> {
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    Ok(match order.price {
        Price::Sadad(amount) => {
            let request = sadad::Verify::builder()
                .mobile_number(field("number").parse()?)
                .birth_year(field("birth_year").parse()?)
                .amount(amount)
                .build();
            serde_json::to_string(&shop.send(&request).await?)?
        }
        Price::Adfali(amount) => {
            let request = adfali::Verify::builder()
                .mobile_number(field("number").parse()?)
                .amount(amount)
                .build();
            serde_json::to_string(&shop.send(&request).await?)?
        }
        _ => return Err("this order is paid on a hosted page".into()),
    })
}

/// Second page: the password. This request takes the money.
pub(super) async fn code(
    Shared(shop): Shared<Arc<Inner>>,
    Path(invoice_no): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    let Some(order) = shop.order(&invoice_no) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    println!("  payer → shop   POST /orders/{invoice_no}/code");
    if !matches!(order.state, State::Open) {
        return refused("the order is paid, or a person has to look it up first");
    }
    let session = shop
        .sessions
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&invoice_no)
        .cloned();
    let code = fields.get("code").map(String::as_str).unwrap_or_default();
    match confirm(&shop, &order, &session.unwrap_or_default(), code).await {
        Ok(paid) => {
            let line = shop.mark_paid(&paid);
            println!("  shop           {line}");
            pages::message(&line).into_response()
        }
        Err(error) if is_unknown(error.as_ref()) => {
            shop.set(&order.invoice_no, State::Frozen);
            refused(&format!("frozen until somebody has looked it up: {error}"))
        }
        Err(error) => refused(&with_cause(error.as_ref())),
    }
}

/// What happened, and what Plutu said.
fn with_cause(error: &(dyn Error + 'static)) -> String {
    match error.source() {
        Some(cause) => format!("{error} ({cause})"),
        None => error.to_string(),
    }
}

/// Compares the amounts, takes the money, and compares the receipt with the order.
async fn confirm(shop: &Inner, order: &Order, session: &str, code: &str) -> Result<Paid> {
    Ok(match order.price {
        Price::Sadad(amount) => {
            let challenge: sadad::Challenge = serde_json::from_str(session)?;
            let request = sadad::Confirm::answering(&challenge, amount)?
                .code(code.parse()?)
                .invoice_no(order.invoice_no.clone())
                .build();
            shop.send(&request)
                .await?
                .settle(&order.invoice_no, amount)
                .map_err(TakenForAnother)?
        }
        Price::Adfali(amount) => {
            let challenge: adfali::Challenge = serde_json::from_str(session)?;
            let request = adfali::Confirm::answering(&challenge, amount)?
                .code(code.parse()?)
                .invoice_no(order.invoice_no.clone())
                .build();
            shop.send(&request)
                .await?
                .settle(&order.invoice_no, amount)
                .map_err(TakenForAnother)?
        }
        _ => return Err("this order is paid on a hosted page".into()),
    })
}

/// A receipt that does not fit the order. The money was taken.
#[derive(Debug)]
struct TakenForAnother(Mismatch);

impl fmt::Display for TakenForAnother {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the money was taken, but {}", self.0)
    }
}

impl Error for TakenForAnother {}

/// Whether the money may have moved.
fn is_unknown(error: &(dyn Error + 'static)) -> bool {
    let sent = error.downcast_ref::<SendError>();
    error.is::<TakenForAnother>()
        || sent.is_some_and(|error| error.certainty() == Certainty::Unknown)
}

fn refused(reason: &str) -> Response {
    println!("  shop           NOT PAID: {reason}");
    let page: Html<String> = pages::message(&format!("NOT PAID: {reason}"));
    (StatusCode::BAD_REQUEST, page).into_response()
}
