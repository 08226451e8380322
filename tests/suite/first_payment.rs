//! The shop of the guide "Take your first payment", over real HTTP.

use std::error::Error;

use plutu_http::Client;
use plutu_http::core::InvoiceNo;
use plutu_http::core::Verifier;
use plutu_http::core::callback::signed_query;
use plutu_http::core::gateways::mpgs;
use plutu_orders::AttemptKey;
use plutu_orders::MemoryStore;
use plutu_orders::Order;
use plutu_orders::Orders;
use plutu_orders::Queue;
use plutu_orders::Verdict;
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

    /// Opens the return URL. Until a person has decided, no page has a button, and pressing the
    /// button of an older page sends nothing.
    async fn is_looked_up_after(&self, url: &str) -> Result {
        let pay = format!("{}/orders/1001/pay", self.shop.url);
        let returned = self.browser.get(url).send().await?.text().await?;
        let pressed = self.browser.post(pay).send().await?.text().await?;
        for page in [returned, self.page().await?, pressed] {
            assert!(page.contains("Please do not pay again"), "{page}");
            assert!(!page.contains("<button"), "{page}");
        }
        let orders = &self.shop.orders;
        assert_eq!(orders.load(&"1001".parse()?).await?.attempts().len(), 1);
        assert_eq!(orders.pending(Queue::Person, 9).await?.tasks.len(), 1);

        let attempt = AttemptKey::new::<mpgs::Gateway>("1001-1".parse()?);
        let _ = orders
            .decide(&attempt, Verdict::NotPaid, &"Aisha".parse()?)
            .await?;
        assert!(self.page().await?.contains("Pay 12.50 USD"));
        Ok(())
    }

    async fn tasks(&self) -> Result<usize> {
        Ok(self
            .shop
            .orders
            .pending(Queue::Shipping, 9)
            .await?
            .tasks
            .len())
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

#[tokio::test]
async fn the_guides_shop_offers_a_declined_payment_again_only_after_a_decision() -> Result {
    let setting = Setting::new().await?;
    setting.press_pay().await?;
    let url = setting.sandbox.decline(&"1001-1".parse()?).await?;
    setting.is_looked_up_after(&url).await
}

#[tokio::test]
async fn the_guides_shop_offers_no_payment_after_another_amount() -> Result {
    let setting = Setting::new().await?;
    setting.press_pay().await?;
    let pairs = [
        ("gateway", "mpgs"),
        ("approved", "1"),
        ("amount", "0.01"),
        ("currency", "USD"),
        ("invoice_no", "1001-1"),
        ("transaction_id", "1"),
    ];
    let query = signed_query(pairs, &setting.sandbox.secret_key());
    let url = format!("{}/orders/1001/return?{query}", setting.shop.url);
    setting.is_looked_up_after(&url).await
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

#[tokio::test]
async fn after_too_many_attempts_the_guides_shop_promises_no_answer() -> Result {
    let setting = Setting::new().await?;
    for _ in 0..Order::MAX_ATTEMPTS {
        setting.press_pay().await?;
    }
    let page = setting.page().await?;
    assert!(page.contains("cannot be paid any more"), "{page}");
    assert!(!page.contains("looking up"), "{page}");
    Ok(())
}
