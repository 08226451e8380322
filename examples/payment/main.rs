//! Payments from end to end, on nothing but this machine: a sandbox that plays Plutu, a small shop, and
//! a payer who follows links and presses buttons. All three talk real HTTP.
//!
//! `cargo run --example payment` pays, cancels, and tries three forgeries; it succeeds only if every step
//! went as told. With `-- --serve` sandbox and shop keep running, to click through in a browser.
//!
//! `shop.rs` is the part to copy into an application.

mod payer;
mod shop;

use std::error::Error;

use plutu_core::callback::signed_query;
use plutu_sandbox::Sandbox;

use crate::payer::Payer;
use crate::shop::Order;
use crate::shop::Price;
use crate::shop::Shop;
use crate::shop::State;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Result {
    let sandbox = Sandbox::start().await?;
    let orders = [
        Order::new("INV-1001", Price::Dollars("12.50".parse()?))?,
        Order::new("INV-1002", Price::Dinars("75".parse()?))?,
        Order::new("INV-1003", Price::Dollars("12.50".parse()?))?,
    ];
    let shop = Shop::open(&sandbox, orders).await?;
    println!("plutu   {}   (the sandbox)", sandbox.base_url());
    println!("shop    {}", shop.url());

    match std::env::args().nth(1).as_deref() {
        None => tell(&sandbox, &shop).await,
        Some("--serve") => serve(&shop).await,
        Some(_) => Err("usage: cargo run --example payment [-- --serve]".into()),
    }
}

/// The story, step by step. Each step ends the program with an error if it does not go as told.
async fn tell(sandbox: &Sandbox, shop: &Shop) -> Result {
    let payer = Payer::new()?;

    heading("1. An order in dollars, paid by card (MPGS)");
    let paid = payer.pay(&shop.pay_url("INV-1001"), "approve").await?;
    expect(
        paid.status == 200 && is_paid(shop, "INV-1001"),
        "the order is paid",
    )?;

    heading("2. An order in dinars, cancelled on the page (Local Bank Cards)");
    let canceled = payer.pay(&shop.pay_url("INV-1002"), "cancel").await?;
    expect(
        canceled.status == 200 && is_open(shop, "INV-1002"),
        "the order stays open",
    )?;

    heading("3. The payer reloads the page of his paid order");
    let again = payer.open(&paid.url).await?;
    expect(
        again.status == 200 && is_paid(shop, "INV-1001"),
        "the order is paid, once",
    )?;

    heading("4. A callback with another amount");
    let tampered = paid.url.replace("amount=12.50", "amount=1.00");
    let refused = payer.open(&tampered).await?;
    expect(
        refused.status == 400 && tampered != paid.url,
        "the callback is refused",
    )?;

    heading("5. The paid order's callback, brought to another order");
    let replayed = paid.url.replace("/orders/INV-1001/", "/orders/INV-1003/");
    let refused = payer.open(&replayed).await?;
    expect(
        refused.status == 400 && is_open(shop, "INV-1003"),
        "the other order stays open",
    )?;

    heading("6. A genuine signature that proves no payment (what a T-Lync return signs)");
    let signed = signed_query(
        [("approved", "1"), ("invoice_no", "INV-1003")],
        &sandbox.secret_key(),
    );
    let refused = payer
        .open(&format!("{}?{signed}", shop.return_url("INV-1003")))
        .await?;
    expect(
        refused.status == 400 && is_open(shop, "INV-1003"),
        "the order stays open",
    )?;

    println!("\nEvery step went as told.");
    Ok(())
}

async fn serve(shop: &Shop) -> Result {
    println!("\nOpen {} in a browser. Ctrl-C ends both.", shop.url());
    tokio::signal::ctrl_c().await?;
    Ok(())
}

fn heading(text: &str) {
    println!("\n{text}");
}

fn expect(as_told: bool, what: &str) -> Result {
    println!("  ⇒ {what}{}", if as_told { "" } else { ": NO" });
    if as_told {
        Ok(())
    } else {
        Err(format!("not as told: {what}").into())
    }
}

fn is_paid(shop: &Shop, invoice_no: &str) -> bool {
    matches!(shop.state(invoice_no), Some(State::Paid { .. }))
}

fn is_open(shop: &Shop, invoice_no: &str) -> bool {
    matches!(shop.state(invoice_no), Some(State::Open))
}
