//! Gateways with a one-time password: Sadad and Adfali. Two pages, and no callback.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::sync::PoisonError;

use axum::extract::Form;
use axum::extract::Path;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Response;
use plutu_core::gateways::adfali;
use plutu_core::gateways::sadad;
use plutu_orders::EventError;
use plutu_orders::OrderId;
use plutu_orders::Transition;

use crate::Result;
use crate::shop::Inner;
use crate::shop::Price;
use crate::shop::pages;
use crate::shop::what_to_do;

type Fields = BTreeMap<String, String>;

/// First page: the payer's number. The payer gets a text message.
pub(super) async fn number(
    Shared(shop): Shared<Arc<Inner>>,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    let Some((id, price)) = shop.find(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    println!("  payer → shop   POST /orders/{id}/number");
    match challenge(&shop, &id, price, &fields).await {
        Ok(challenge) => {
            println!("  shop           asks for the password");
            let page = pages::code(&id, price);
            let mut challenges = shop
                .challenges
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            challenges.insert(id, challenge);
            page.into_response()
        }
        Err(error) => failed(&shop, &id, error.as_ref()).await,
    }
}

/// The challenge as a string, which stays on the server.
async fn challenge(shop: &Inner, id: &OrderId, price: Price, fields: &Fields) -> Result<String> {
    // If the order cannot be paid now, the payer gets no message.
    shop.orders.load(id).await?.check_payable()?;
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    Ok(match price {
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

/// Second page: the password. This request takes the money, so it runs in its own task: a payer who
/// closes the page does not stop it halfway.
pub(super) async fn code(
    Shared(shop): Shared<Arc<Inner>>,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Response {
    let Some((id, price)) = shop.find(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    println!("  payer → shop   POST /orders/{id}/code");
    let code = fields.get("code").cloned().unwrap_or_default();
    let charge = tokio::spawn({
        let (shop, id) = (Arc::clone(&shop), id.clone());
        async move { confirm(&shop, &id, price, &code).await }
    });
    match charge.await {
        Ok(Ok(settled)) => shown(StatusCode::OK, &what_to_do(&settled)),
        Ok(Err(error)) => failed(&shop, &id, error.as_ref()).await,
        Err(error) => failed(&shop, &id, &error).await,
    }
}

/// Compares the amounts, takes the money, and records the receipt. If the answer is lost,
/// `Inner::attempt` freezes the order until a person has looked the payment up. If the receipt is
/// not recorded, `Inner::freeze_lost_charges` does.
async fn confirm(shop: &Inner, id: &OrderId, price: Price, code: &str) -> Result<Transition> {
    let challenge = challenge_of(shop, id).ok_or("ask for a password first")?;
    let invoice_no = shop.new_invoice_no(id).await?;
    match price {
        Price::Sadad(amount) => {
            let challenge: sadad::Challenge = serde_json::from_str(&challenge)?;
            let request = sadad::Confirm::answering(&challenge, amount)?
                .code(code.parse()?)
                .invoice_no(invoice_no)
                .build();
            let receipt = shop.attempt(id, &request).await?;
            Ok(shop.orders.receipt(&request, &receipt).await?)
        }
        Price::Adfali(amount) => {
            let challenge: adfali::Challenge = serde_json::from_str(&challenge)?;
            let request = adfali::Confirm::answering(&challenge, amount)?
                .code(code.parse()?)
                .invoice_no(invoice_no)
                .build();
            let receipt = shop.attempt(id, &request).await?;
            Ok(shop.orders.receipt(&request, &receipt).await?)
        }
        _ => Err("this order is paid on a hosted page".into()),
    }
}

fn challenge_of(shop: &Inner, id: &OrderId) -> Option<String> {
    let challenges = shop
        .challenges
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    challenges.get(id).cloned()
}

/// The page after an error. The order decides what it says, because an error does not prove that
/// nothing was paid: Plutu's answer may be lost, or the database may fail after Plutu took the
/// money.
async fn failed(shop: &Inner, id: &OrderId, error: &(dyn Error + Send + Sync)) -> Response {
    let reason = with_cause(error);
    println!("  shop           failed: {reason}");
    let order = shop.orders.load(id).await;
    match order.map(|order| order.check_payable()) {
        Ok(Ok(()) | Err(EventError::TooManyAttempts)) => {
            shown(StatusCode::BAD_REQUEST, &format!("NOT PAID: {reason}"))
        }
        Ok(Err(EventError::AlreadyPaid)) => {
            shown(StatusCode::OK, &format!("PAID: order {id} is already paid"))
        }
        // A charge is in doubt, or the database is down and nothing is known.
        _ => {
            let line = format!("IN DOUBT: order {id} is being looked up, do not pay again");
            shown(StatusCode::ACCEPTED, &line)
        }
    }
}

/// The error and its cause, for example Plutu's refusal.
fn with_cause(error: &dyn Error) -> String {
    match error.source() {
        Some(cause) => format!("{error} ({cause})"),
        None => error.to_string(),
    }
}

fn shown(status: StatusCode, line: &str) -> Response {
    println!("  shop           {line}");
    (status, pages::message(line)).into_response()
}
