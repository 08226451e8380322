//! The shop of the guide "Take your first payment", over real HTTP.

use std::error::Error;

use plutu_http::Client;
use plutu_http::core::InvoiceNo;
use plutu_http::core::Verifier;
use plutu_http::core::gateways::mpgs;
use plutu_orders::MemoryStore;
use plutu_orders::Orders;
use plutu_orders::Queue;
use plutu_sandbox::Sandbox;
use reqwest::redirect::Policy;
use tokio::net::TcpListener;

#[allow(dead_code, reason = "the example's `main` is not called")]
#[path = "../../examples/first_payment.rs"]
mod shop;

const PROGRAM: &str = include_str!("../../examples/first_payment.rs");

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// The running shop, and the payer's browser, which follows no redirect by itself.
struct Setting {
    sandbox: Sandbox,
    shop: shop::Shop,
    browser: reqwest::Client,
}

impl Setting {
    async fn new() -> Result<Self> {
        let sandbox = Sandbox::start().await?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let shop = shop::Shop {
            url: format!("http://{}", listener.local_addr()?),
            client: Client::builder(sandbox.credentials())
                .base_url(sandbox.base_url())
                .build()?,
            verifier: Verifier::new(sandbox.secret_key()),
            orders: Orders::new(MemoryStore::new()),
        };
        let price: mpgs::Amount = "12.50".parse()?;
        shop.orders.create("1001".parse()?, price).await?;
        let routes = shop::routes(shop.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let browser = reqwest::Client::builder()
            .redirect(Policy::none())
            .build()?;
        Ok(Self {
            sandbox,
            shop,
            browser,
        })
    }

    async fn page(&self) -> Result<String> {
        let url = format!("{}/orders/1001", self.shop.url);
        Ok(self.browser.get(url).send().await?.text().await?)
    }

    /// Presses the button, and returns where the shop sends the browser.
    async fn press_pay(&self) -> Result<String> {
        let url = format!("{}/orders/1001/pay", self.shop.url);
        let answer = self.browser.post(url).send().await?;
        let location = answer.headers().get("location").ok_or("no redirect")?;
        Ok(location.to_str()?.to_owned())
    }

    async fn tasks(&self) -> Result<usize> {
        Ok(self.shop.orders.pending(Queue::Shipping, 9).await?.len())
    }
}

#[tokio::test]
async fn the_guides_shop_takes_a_payment_and_ships_once() -> Result {
    let setting = Setting::new().await?;
    assert!(setting.page().await?.contains("Pay 12.50 USD"));
    assert!(setting.press_pay().await?.starts_with("http://127.0.0.1"));

    let invoice_no: InvoiceNo = "1001-1".parse()?;
    let url = setting.sandbox.approve(&invoice_no).await?;
    let forged = url.replace("amount=12.50", "amount=99.00");
    let answer = setting.browser.get(&forged).send().await?;
    assert_eq!(answer.status(), 401);
    assert_eq!(setting.tasks().await?, 0);

    for _ in 0..2 {
        let answer = setting.browser.get(&url).send().await?;
        assert!(answer.text().await?.contains("Paid"));
        assert_eq!(setting.tasks().await?, 1);
    }
    shop::ship(&setting.shop).await?;
    assert_eq!(setting.tasks().await?, 0);
    Ok(())
}

#[tokio::test]
async fn the_guides_shop_offers_a_canceled_payment_again() -> Result {
    let setting = Setting::new().await?;
    setting.press_pay().await?;
    let url = setting.sandbox.cancel(&"1001-1".parse()?).await?;
    let answer = setting.browser.get(&url).send().await?;
    assert!(answer.text().await?.contains("Pay 12.50 USD"));
    setting.press_pay().await?;
    let order = setting.shop.orders.load(&"1001".parse()?).await?;
    assert_eq!(order.attempts().len(), 2);
    Ok(())
}

/// The guides show the program line by line.
#[test]
fn the_guides_show_this_program() {
    let program = PROGRAM.split_once("\n\n").unwrap().1;
    for (name, guide) in [
        (
            "first-payment.md",
            include_str!("../../plutu-http/guides/first-payment.md"),
        ),
        (
            "first-payment-ar.md",
            include_str!("../../plutu-http/guides/first-payment-ar.md"),
        ),
    ] {
        assert!(guide.contains(program), "{name} shows another program");
    }
}
