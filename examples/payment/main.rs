//! Payments through all five gateways, on nothing but this machine: a sandbox that plays Plutu, a
//! small shop, and a payer who follows links and presses buttons. All three talk real HTTP.
//!
//! `cargo run --example payment` pays, cancels, and tries some forgeries; it succeeds only if every
//! step went as told. With `-- --serve` sandbox and shop keep running, to click through in a
//! browser.
//!
//! The folder `shop` is the part to learn from.

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
        Order::new("INV-1001", Price::Mpgs("12.50".parse()?))?,
        Order::new("INV-1002", Price::LocalBankCards("75".parse()?))?,
        Order::new("INV-1003", Price::Mpgs("12.50".parse()?))?,
        Order::new("INV-1004", Price::Tlync("40".parse()?))?,
        Order::new("INV-1005", Price::Sadad("8.5".parse()?))?,
        Order::new("INV-1006", Price::Adfali("3.25".parse()?))?,
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
    pay(shop, &payer).await?;
    forge(sandbox, shop, &payer).await?;
    println!("\nEvery step went as told.");
    Ok(())
}

async fn pay(shop: &Shop, payer: &Payer) -> Result {
    heading("1. MPGS: an order in dollars, paid by card");
    let paid = payer.pay(&shop.page("INV-1001", "pay"), "approve").await?;
    expect(
        paid.status == 200 && is_paid(shop, "INV-1001"),
        "the order is paid",
    )?;

    heading("2. Local Bank Cards: an order in dinars, canceled on the page");
    let canceled = payer.pay(&shop.page("INV-1002", "pay"), "cancel").await?;
    expect(
        canceled.status == 200 && is_open(shop, "INV-1002"),
        "the order stays open",
    )?;

    heading("3. T-Lync: the callback goes to the shop's server, the payer sees a page");
    let thanked = payer.pay(&shop.page("INV-1004", "pay"), "approve").await?;
    expect(
        thanked.status == 200 && is_paid(shop, "INV-1004"),
        "the order is paid",
    )?;

    heading("4. Sadad: a wrong one-time password, then the right one");
    payer
        .submit(
            &shop.page("INV-1005", "number"),
            "number=091-3632323&birth_year=1990",
        )
        .await?;
    let wrong = payer
        .submit(&shop.page("INV-1005", "code"), "code=123456")
        .await?;
    expect(
        wrong.status == 400 && is_open(shop, "INV-1005"),
        "the order stays open",
    )?;
    payer
        .submit(&shop.page("INV-1005", "code"), "code=111111")
        .await?;
    expect(is_paid(shop, "INV-1005"), "the order is paid")?;

    heading("5. Adfali: a one-time password of four digits");
    payer
        .submit(
            &shop.page("INV-1006", "number"),
            "number=%2B218+92+363+2323",
        )
        .await?;
    payer
        .submit(&shop.page("INV-1006", "code"), "code=1111")
        .await?;
    expect(is_paid(shop, "INV-1006"), "the order is paid")
}

async fn forge(sandbox: &Sandbox, shop: &Shop, payer: &Payer) -> Result {
    heading("6. The payer reloads the page of a paid order");
    let callback = sandbox.approve(&"INV-1001".parse()?).await?;
    let again = payer.open(&callback).await?;
    expect(
        again.status == 200 && is_paid(shop, "INV-1001"),
        "the order is paid, once",
    )?;

    heading("7. A callback with another amount");
    let tampered = callback.replace("amount=12.50", "amount=1.00");
    let refused = payer.open(&tampered).await?;
    expect(
        refused.status == 400 && tampered != callback,
        "the callback is refused",
    )?;

    heading("8. A paid order's callback, brought to another order");
    let replayed = callback.replace("/orders/INV-1001/", "/orders/INV-1003/");
    let refused = payer.open(&replayed).await?;
    expect(
        refused.status == 400 && is_open(shop, "INV-1003"),
        "the other order stays open",
    )?;

    heading("9. A T-Lync return, genuinely signed, brought to a card order");
    let signed = signed_query(
        [("approved", "1"), ("invoice_no", "INV-1003")],
        &sandbox.secret_key(),
    );
    let refused = payer
        .open(&format!("{}?{signed}", shop.page("INV-1003", "return")))
        .await?;
    expect(
        refused.status == 400 && is_open(shop, "INV-1003"),
        "the order stays open",
    )
}

async fn serve(shop: &Shop) -> Result {
    println!("\nOpen {} in a browser. Ctrl-C ends both.", shop.url());
    println!("One-time passwords: 111111 for Sadad, 1111 for Adfali.");
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
