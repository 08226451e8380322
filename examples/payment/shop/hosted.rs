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
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::callback::SignedCallback;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use plutu_orders::AttemptKey;
use plutu_orders::Order;
use plutu_orders::OrderId;
use plutu_orders::OrderState;
use plutu_orders::OrdersError;

use crate::Result;
use crate::shop::Inner;
use crate::shop::Price;
use crate::shop::pages;
use crate::shop::what_to_do;

/// Asks Plutu for the payment page and sends the payer there.
pub(super) async fn pay(shop: &Inner, id: &OrderId, price: Price) -> Response {
    let order = shop.orders.load(id).await;
    if order.is_ok_and(|order| order.is_being_checked()) {
        let line = format!("BEING CHECKED: order {id}, do not pay again");
        return (StatusCode::ACCEPTED, line).into_response();
    }
    match checkout(shop, id, price).await {
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

async fn checkout(shop: &Inner, id: &OrderId, price: Price) -> Result<plutu_core::Redirect> {
    let invoice_no = shop.new_invoice_no(id).await?;
    let return_url = shop.page(id, "return");
    match price {
        Price::Mpgs(amount) => {
            let request = mpgs::Confirm::builder()
                .amount(amount)
                .invoice_no(invoice_no)
                .return_url(return_url.parse()?)
                .build();
            shop.attempt(id, &request).await
        }
        Price::LocalBankCards(amount) => {
            let request = local_bank_cards::Confirm::builder()
                .amount(amount)
                .invoice_no(invoice_no)
                .return_url(return_url.parse()?)
                .build();
            shop.attempt(id, &request).await
        }
        Price::Tlync(amount) => {
            let request = tlync::Confirm::builder()
                .amount(amount)
                .invoice_no(invoice_no)
                .mobile_number("091 363 2323".parse()?)
                .return_url(return_url.parse()?)
                .callback_url(format!("{}/callback", shop.url).parse()?)
                .build();
            shop.attempt(id, &request).await
        }
        Price::Sadad(_) | Price::Adfali(_) => Err("these have no hosted page".into()),
    }
}

/// The payer's browser returns with the raw query.
pub(super) async fn returned(
    Shared(shop): Shared<Arc<Inner>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some((id, price)) = shop.find(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let query = query.unwrap_or_default();
    // The query is not printed: its signature stays valid forever.
    println!("  payer → shop   GET /orders/{id}/return");
    // The order decides which gateway's callback is expected, never the callback.
    answer(match price {
        Price::Mpgs(_) => settle::<mpgs::Callback>(&shop, &id, &query).await,
        Price::LocalBankCards(_) => settle::<local_bank_cards::Callback>(&shop, &id, &query).await,
        Price::Tlync(_) => welcome(&shop, &id, &query).await,
        Price::Sadad(_) | Price::Adfali(_) => Err("this order is not paid on such a page".into()),
    })
}

async fn settle<C: SignedCallback>(shop: &Inner, id: &OrderId, query: &str) -> Result<String> {
    let callback = C::verify(query, &shop.verifier)?;
    let settled = shop.orders.settle_for(id, &callback).await?;
    check_attempt::<C::Gateway>(&settled.order, callback.invoice_no())?;
    Ok(what_to_do(&settled))
}

/// T-Lync's return page proves nothing and cannot settle an order. What the payer sees is what the
/// order says: the callback may already have paid it, or may still arrive.
async fn welcome(shop: &Inner, id: &OrderId, query: &str) -> Result<String> {
    let page = tlync::Return::verify(query, &shop.verifier)?;
    let order = shop.orders.load(id).await?;
    check_attempt::<tlync::Gateway>(&order, page.invoice_no())?;
    Ok(match order.state() {
        OrderState::Paid => format!("PAID: order {id}"),
        OrderState::Open if !order.is_being_checked() => {
            format!("NOT PAID: order {id} may be paid again")
        }
        _ => format!("BEING CHECKED: {}", page.invoice_no()),
    })
}

/// Checks that an invoice number belongs to the order that the URL names.
fn check_attempt<G: Gateway>(order: &Order, invoice_no: &InvoiceNo) -> Result {
    let attempt = AttemptKey::new::<G>(invoice_no.clone());
    match order.attempt(&attempt) {
        Some(_) => Ok(()),
        None => Err(format!("{attempt} is not an attempt to pay order {}", order.id()).into()),
    }
}

/// Plutu's server posts T-Lync's callback, as a raw body. It settles the order that its invoice
/// number names.
pub(super) async fn called_back(Shared(shop): Shared<Arc<Inner>>, body: Bytes) -> Response {
    // The body is not printed: its signature stays valid forever.
    println!("  plutu → shop   POST /callback");
    answer(settle_body(&shop, &body).await)
}

async fn settle_body(shop: &Inner, body: &[u8]) -> Result<String> {
    let callback = tlync::Callback::verify_json(body, &shop.verifier)?;
    Ok(what_to_do(&shop.orders.settle(&callback).await?))
}

/// A rejected callback proves nothing about the order, so the order stays unchanged. If the
/// database is down, the callback was not rejected: it can be sent again.
fn answer(decision: Result<String>) -> Response {
    let (status, line) = match decision {
        Ok(line) => (StatusCode::OK, line),
        Err(error) if is_unavailable(error.as_ref()) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("NOT RECORDED, please reload: {error}"),
        ),
        Err(error) => (StatusCode::BAD_REQUEST, format!("REFUSED: {error}")),
    };
    println!("  shop           {line}");
    (status, pages::message(&line)).into_response()
}

fn is_unavailable(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref::<OrdersError>();
    error.is_some_and(OrdersError::is_unavailable)
}
