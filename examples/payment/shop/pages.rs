//! The shop's pages, as plain as can be.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::PoisonError;

use axum::extract::State as Shared;
use axum::response::Html;

use crate::shop::Inner;
use crate::shop::Order;
use crate::shop::Price;
use crate::shop::State;

/// The orders, each with the link to pay it.
pub(super) async fn orders(Shared(shop): Shared<Arc<Inner>>) -> Html<String> {
    let mut list = "<h1>Orders</h1><ul>".to_owned();
    for order in shop
        .orders
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .values()
    {
        let Order {
            invoice_no,
            price,
            state,
        } = order;
        let state = match state {
            State::Open => format!("<a href=/orders/{invoice_no}/pay>pay</a>"),
            State::Frozen => "being looked up".to_owned(),
            State::Paid { transaction_id } => {
                format!("paid, transaction {}", escape(transaction_id))
            }
        };
        // Writing to a `String` does not fail.
        let _ = write!(list, "<li>{invoice_no}: {} {state}", text(*price));
    }
    page(&list)
}

/// Asks for the payer's number.
pub(super) fn number(order: &Order) -> Html<String> {
    let birth_year = match order.price {
        Price::Sadad(_) => "<label>Birth year <input name=birth_year value=1990></label>",
        _ => "",
    };
    let invoice_no = &order.invoice_no;
    page(&format!(
        "<h1>{}</h1><form method=post action=/orders/{invoice_no}/number>\
         <label>Mobile number <input name=number value=0913632323></label> {birth_year} <button>Go on</button></form>",
        text(order.price)
    ))
}

/// Asks for the password.
pub(super) fn code(order: &Order) -> Html<String> {
    let invoice_no = &order.invoice_no;
    page(&format!(
        "<h1>{}</h1><form method=post action=/orders/{invoice_no}/code>\
         <label>Password from the text message <input name=code></label> <button>Pay</button></form>",
        text(order.price)
    ))
}

/// One line, and the way back.
pub(super) fn message(line: &str) -> Html<String> {
    page(&format!(
        "<p>{}</p><p><a href=/>All orders</a></p>",
        escape(line)
    ))
}

fn page(body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><meta charset=utf-8><title>Shop</title>{body}"
    ))
}

fn text(price: Price) -> String {
    match price {
        Price::Mpgs(amount) => format!("{amount} USD by card"),
        Price::LocalBankCards(amount) => format!("{amount} LYD by Libyan card"),
        Price::Tlync(amount) => format!("{amount} LYD through T-Lync"),
        Price::Sadad(amount) => format!("{amount} LYD through Sadad"),
        Price::Adfali(amount) => format!("{amount} LYD through Adfali"),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
