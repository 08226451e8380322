//! Gateways with a hosted page: MPGS, Local Bank Cards and T-Lync.

use std::error::Error;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::RawQuery;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use plutu_core::Settlement;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;

use crate::Result;
use crate::shop::Inner;
use crate::shop::Order;
use crate::shop::Price;
use crate::shop::pages;

/// Asks Plutu for the payment page and sends the payer there.
pub(super) async fn pay(shop: &Inner, order: &Order) -> Response {
    match checkout(shop, order).await {
        Ok(page) => {
            println!(
                "  plutu → shop   a payment page (its URL carries a token, so it is not printed)"
            );
            Redirect::to(page.url()).into_response()
        }
        Err(error) => {
            println!("  shop           no page: {error}");
            (StatusCode::BAD_GATEWAY, "The payment could not be started.").into_response()
        }
    }
}

async fn checkout(shop: &Inner, order: &Order) -> Result<plutu_core::Redirect> {
    let return_url = shop.page(order.invoice_no.as_str(), "return");
    let page = match order.price {
        Price::Mpgs(amount) => {
            let request = mpgs::Confirm::builder()
                .amount(amount)
                .invoice_no(order.invoice_no.clone())
                .return_url(return_url.parse()?)
                .build();
            shop.send(&request).await?
        }
        Price::LocalBankCards(amount) => {
            let request = local_bank_cards::Confirm::builder()
                .amount(amount)
                .invoice_no(order.invoice_no.clone())
                .return_url(return_url.parse()?)
                .build();
            shop.send(&request).await?
        }
        Price::Tlync(amount) => {
            let request = tlync::Confirm::builder()
                .amount(amount)
                .invoice_no(order.invoice_no.clone())
                .mobile_number("091 363 2323".parse()?)
                .return_url(return_url.parse()?)
                .callback_url(shop.page(order.invoice_no.as_str(), "callback").parse()?)
                .build();
            shop.send(&request).await?
        }
        Price::Sadad(_) | Price::Adfali(_) => return Err("these have no hosted page".into()),
    };
    Ok(page)
}

/// The payer's browser is back, with the raw query as it came.
pub(super) async fn returned(
    Shared(shop): Shared<Arc<Inner>>,
    Path(invoice_no): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(order) = shop.order(&invoice_no) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let query = query.unwrap_or_default();
    println!("  payer → shop   GET /orders/{invoice_no}/return");
    println!("                 {query}");
    let decision = match order.price {
        Price::Tlync(_) => welcome(&shop, &query),
        _ => settle(&shop, &order, &query).map(|settlement| shop.decide(settlement)),
    };
    answer(decision)
}

/// The order says which gateway's callback is expected, never the callback.
fn settle(shop: &Inner, order: &Order, query: &str) -> Result<Settlement> {
    Ok(match order.price {
        Price::Mpgs(amount) => {
            mpgs::Callback::verify(query, &shop.verifier)?.settle(&order.invoice_no, amount)?
        }
        Price::LocalBankCards(amount) => local_bank_cards::Callback::verify(query, &shop.verifier)?
            .settle(&order.invoice_no, amount)?,
        _ => return Err("this order is not paid on such a page".into()),
    })
}

/// T-Lync's return only chooses what the payer sees: it proves nothing, and has no way to settle an
/// order.
fn welcome(shop: &Inner, query: &str) -> Result<String> {
    let page = tlync::Return::verify(query, &shop.verifier)?;
    if page.is_approved() {
        return Ok(format!(
            "THANKS: order {} is being checked",
            page.invoice_no()
        ));
    }
    Ok(format!(
        "NOT APPROVED: order {} may be paid again",
        page.invoice_no()
    ))
}

/// Plutu's server calls, with the raw body as it came: T-Lync's callback, which settles the order.
pub(super) async fn called_back(
    Shared(shop): Shared<Arc<Inner>>,
    Path(invoice_no): Path<String>,
    body: Bytes,
) -> Response {
    let Some(order) = shop.order(&invoice_no) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    println!("  plutu → shop   POST /orders/{invoice_no}/callback");
    println!("                 {}", String::from_utf8_lossy(&body));
    answer(settle_body(&shop, &order, &body).map(|settlement| shop.decide(settlement)))
}

fn settle_body(shop: &Inner, order: &Order, body: &[u8]) -> Result<Settlement> {
    let Price::Tlync(amount) = order.price else {
        return Err("this order is not paid through T-Lync".into());
    };
    let callback = tlync::Callback::verify_json(body, &shop.verifier)?;
    Ok(callback.settle(&order.invoice_no, amount)?)
}

/// A callback that is not believed says nothing about the order, so the order stays as it is.
fn answer(decision: std::result::Result<String, Box<dyn Error>>) -> Response {
    let (status, line) = match decision {
        Ok(line) => (StatusCode::OK, line),
        Err(error) => (StatusCode::BAD_REQUEST, format!("REFUSED: {error}")),
    };
    println!("  shop           {line}");
    (status, pages::message(&line)).into_response()
}
