//! The shop's pages, kept as simple as possible.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Html;
use plutu_orders::OrderId;
use plutu_orders::OrderState;

use crate::shop::Inner;
use crate::shop::Price;

/// The orders, each with a button to pay it.
pub(super) async fn orders(Shared(shop): Shared<Arc<Inner>>) -> Result<Html<String>, StatusCode> {
    let mut list = "<h1>Orders</h1><ul>".to_owned();
    for (id, price) in &shop.prices {
        let order = shop.orders.load(id).await;
        let order = order.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
        let state = match order.state() {
            OrderState::Paid => "paid".to_owned(),
            OrderState::Frozen => "being looked up".to_owned(),
            _ if order.is_being_checked() => "being looked up".to_owned(),
            _ => format!("<form method=post action=/orders/{id}/pay><button>Pay</button></form>"),
        };
        // Writing to a `String` does not fail.
        let _ = write!(list, "<li>{id}: {} {state}", text(*price));
    }
    Ok(page(&list))
}

/// Asks for the payer's number.
pub(super) fn number(id: &OrderId, price: Price) -> Html<String> {
    let birth_year = match price {
        Price::Sadad(_) => "<label>Birth year <input name=birth_year value=1990></label>",
        _ => "",
    };
    page(&format!(
        "<h1>{}</h1><form method=post action=/orders/{id}/number>\
         <label>Mobile number <input name=number value=0913632323></label> {birth_year} <button>Continue</button></form>",
        text(price)
    ))
}

/// Asks for the password.
pub(super) fn code(id: &OrderId, price: Price) -> Html<String> {
    page(&format!(
        "<h1>{}</h1><form method=post action=/orders/{id}/code>\
         <label>Password from the text message <input name=code></label> <button>Pay</button></form>",
        text(price)
    ))
}

/// One line, and a link back.
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
