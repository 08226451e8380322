//! Payments through all five gateways on this machine: a sandbox that plays Plutu, a small shop,
//! and a payer who follows links and presses buttons. All three talk real HTTP.
//!
//! `cargo run --example payment` pays, cancels, and tries some forgeries. It succeeds only if every
//! step has the expected result. With `-- --serve`, the sandbox and the shop keep running, and you
//! can use the shop in a browser.
//!
//! The folder `shop` is the part to learn from. It keeps its orders in memory. `cargo run -p shop`
//! starts a complete shop with a database.

mod payer;
mod shop;

use std::error::Error;

use plutu_core::callback::signed_query;
use plutu_orders::MemoryStore;
use plutu_orders::OrderState;
use plutu_orders::Orders;
use plutu_sandbox::Sandbox;

use crate::payer::Payer;
use crate::shop::Price;
use crate::shop::Shop;

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Result {
    let sandbox = Sandbox::start().await?;
    let prices = [
        ("1001", Price::Mpgs("12.50".parse()?)),
        ("1002", Price::LocalBankCards("75".parse()?)),
        ("1003", Price::Mpgs("12.50".parse()?)),
        ("1004", Price::Tlync("40".parse()?)),
        ("1005", Price::Sadad("8.5".parse()?)),
        ("1006", Price::Adfali("3.25".parse()?)),
    ];
    let orders = Orders::new(MemoryStore::new());
    let shop = Shop::open(&sandbox, orders, prices).await?;
    println!("plutu   {}   (the sandbox)", sandbox.base_url());
    println!("shop    {}", shop.url());

    match std::env::args().nth(1).as_deref() {
        None => tell(&sandbox, &shop).await,
        Some("--serve") => serve(&shop).await,
        Some(_) => Err("usage: cargo run --example payment [-- --serve]".into()),
    }
}

/// Runs all steps. A step with an unexpected result ends the program with an error.
async fn tell(sandbox: &Sandbox, shop: &Shop) -> Result {
    let payer = Payer::new()?;
    pay(shop, &payer).await?;
    forge(sandbox, shop, &payer).await?;
    ship(shop).await?;
    println!("\nEvery step had the expected result.");
    Ok(())
}

async fn pay(shop: &Shop, payer: &Payer) -> Result {
    heading("1. MPGS: an order in dollars, paid by card");
    let paid = payer.pay(&shop.page("1001", "pay"), "approve").await?;
    expect(
        paid.status == 200 && is_paid(shop, "1001").await?,
        "the order is paid",
    )?;

    heading("2. Local Bank Cards: an order in dinars, canceled on the page");
    let canceled = payer.pay(&shop.page("1002", "pay"), "cancel").await?;
    expect(
        canceled.status == 200 && is_open(shop, "1002").await?,
        "the order stays open",
    )?;

    heading("3. T-Lync: the callback goes to the shop's server, the payer sees a page");
    let thanked = payer.pay(&shop.page("1004", "pay"), "approve").await?;
    expect(
        thanked.status == 200 && is_paid(shop, "1004").await?,
        "the order is paid",
    )?;

    heading("4. Sadad: a wrong one-time password, then the right one");
    payer
        .submit(
            &shop.page("1005", "number"),
            "number=091-3632323&birth_year=1990",
        )
        .await?;
    let wrong = payer
        .submit(&shop.page("1005", "code"), "code=123456")
        .await?;
    expect(
        wrong.status == 400 && is_open(shop, "1005").await?,
        "the order stays open",
    )?;
    payer
        .submit(&shop.page("1005", "code"), "code=111111")
        .await?;
    expect(is_paid(shop, "1005").await?, "the order is paid")?;

    heading("5. Adfali: a one-time password of four digits");
    payer
        .submit(&shop.page("1006", "number"), "number=%2B218+92+363+2323")
        .await?;
    payer
        .submit(&shop.page("1006", "code"), "code=1111")
        .await?;
    expect(is_paid(shop, "1006").await?, "the order is paid")
}

async fn forge(sandbox: &Sandbox, shop: &Shop, payer: &Payer) -> Result {
    heading("6. The payer reloads the page of a paid order");
    let callback = sandbox.approve(&"1001-1".parse()?).await?;
    let again = payer.open(&callback).await?;
    expect(
        again.status == 200 && is_paid(shop, "1001").await?,
        "the order is paid, once",
    )?;

    heading("7. A callback with another amount");
    let tampered = callback.replace("amount=12.50", "amount=1.00");
    let refused = payer.open(&tampered).await?;
    expect(
        refused.status == 400 && tampered != callback,
        "the callback is refused",
    )?;

    heading("8. A paid order's callback, sent to another order");
    let replayed = callback.replace("/orders/1001/", "/orders/1003/");
    let refused = payer.open(&replayed).await?;
    expect(
        refused.status == 400 && is_open(shop, "1003").await?,
        "the other order stays open",
    )?;

    heading("9. A T-Lync return with a genuine signature, sent to a card order");
    let signed = signed_query(
        [("approved", "1"), ("invoice_no", "1003-1")],
        &sandbox.secret_key(),
    );
    let refused = payer
        .open(&format!("{}?{signed}", shop.page("1003", "return")))
        .await?;
    expect(
        refused.status == 400 && is_open(shop, "1003").await?,
        "the order stays open",
    )
}

/// Each paid order is in the outbox once, even if its callback came twice, until the shop
/// acknowledges it.
async fn ship(shop: &Shop) -> Result {
    heading("10. The shop ships what is paid");
    let tasks = shop.to_ship().await?;
    for task in &tasks {
        println!("  shop           does the task {}", task.key());
    }
    let orders: Vec<_> = tasks.iter().filter_map(|task| task.order()).collect();
    let ids: Vec<_> = orders.iter().map(|id| id.as_str()).collect();
    expect(
        ids == ["1001", "1004", "1005", "1006"],
        "each paid order is shipped, once",
    )
}

async fn serve(shop: &Shop) -> Result {
    println!("\nOpen {} in a browser. Press Ctrl-C to stop.", shop.url());
    println!("One-time passwords: 111111 for Sadad, 1111 for Adfali.");
    tokio::signal::ctrl_c().await?;
    Ok(())
}

fn heading(text: &str) {
    println!("\n{text}");
}

fn expect(is_true: bool, what: &str) -> Result {
    println!("  ⇒ {what}{}", if is_true { "" } else { ": NO" });
    if is_true {
        Ok(())
    } else {
        Err(format!("unexpected: not true that {what}").into())
    }
}

async fn is_paid(shop: &Shop, id: &str) -> Result<bool> {
    Ok(shop.order(id).await?.state() == OrderState::Paid)
}

async fn is_open(shop: &Shop, id: &str) -> Result<bool> {
    Ok(shop.order(id).await?.state() == OrderState::Open)
}
