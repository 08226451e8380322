//! The shop of the example `payment`, over real HTTP: what the payer reads if an answer is lost,
//! the database is down, or T-Lync's return page arrives before the callback. And what the shop
//! prints.

mod faulty;

#[allow(dead_code, reason = "the tests do not use every part of the shop")]
#[path = "../../examples/payment/shop/mod.rs"]
mod shop;

use std::env;
use std::error::Error;
use std::process::Command;

use plutu_core::Amount;
use plutu_core::callback::signed_query;
use plutu_core::currency::LYD;
use plutu_orders::OrderState;
use plutu_orders::Orders;
use plutu_sandbox::Fault;
use plutu_sandbox::Sandbox;
use reqwest::redirect::Policy;

use crate::faulty::Database;
use crate::faulty::FaultyStore;
use crate::shop::Price;
use crate::shop::Shop;

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// The running shop, its database, and the payer's browser, which follows no redirect by itself.
struct Setting {
    sandbox: Sandbox,
    database: Database,
    shop: Shop,
    browser: reqwest::Client,
}

impl Setting {
    async fn new() -> Result<Self> {
        let sandbox = Sandbox::start().await?;
        let database = Database::default();
        let orders = Orders::new(FaultyStore::new(database.clone()));
        let price: Amount<LYD> = "12.50".parse()?;
        let prices = [
            ("mpgs", Price::Mpgs("12.50".parse()?)),
            ("tlync", Price::Tlync(price)),
            ("sadad", Price::Sadad(price)),
            ("adfali", Price::Adfali(price)),
        ];
        let browser = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self {
            shop: Shop::open(&sandbox, orders, prices).await?,
            sandbox,
            database,
            browser,
        })
    }

    async fn submit(&self, order: &str, page: &str, form: &'static str) -> Result<(u16, String)> {
        let request = self.browser.post(self.shop.page(order, page));
        let request = request.header("Content-Type", "application/x-www-form-urlencoded");
        read(request.body(form).send().await?).await
    }

    async fn open(&self, url: &str) -> Result<(u16, String)> {
        read(self.browser.get(url).send().await?).await
    }

    /// Asks for a one-time password.
    async fn number(&self, order: &str) -> Result<(u16, String)> {
        let form = "number=0913632323&birth_year=1990";
        self.submit(order, "number", form).await
    }

    /// Takes the money of the order `sadad`.
    async fn charge(&self) -> Result<(u16, String)> {
        assert_eq!(self.number("sadad").await?.0, 200);
        self.submit("sadad", "code", "code=111111").await
    }

    /// Opens T-Lync's return page with a genuine signature.
    async fn return_from_tlync(&self, approved: &str) -> Result<(u16, String)> {
        let pairs = [("approved", approved), ("invoice_no", "tlync-1")];
        let query = signed_query(pairs, &self.sandbox.secret_key());
        let page = self.shop.page("tlync", "return");
        self.open(&format!("{page}?{query}")).await
    }
}

async fn read(answer: reqwest::Response) -> Result<(u16, String)> {
    Ok((answer.status().as_u16(), answer.text().await?))
}

#[track_caller]
fn assert_in_doubt((status, page): &(u16, String)) {
    assert_eq!(*status, 202, "{page}");
    assert!(page.contains("IN DOUBT"), "{page}");
    assert!(page.contains("do not pay again"), "{page}");
    assert!(!page.contains("NOT PAID"), "{page}");
}

#[tokio::test]
async fn a_charge_whose_answer_is_lost_is_in_doubt() -> Result {
    let setting = Setting::new().await?;
    setting
        .sandbox
        .fault_at("sadadapi/confirm", Fault::DropAfter);
    assert_in_doubt(&setting.charge().await?);
    assert!(setting.sandbox.is_paid(&"sadad-1".parse()?));
    let order = setting.shop.order("sadad").await?;
    assert_eq!(order.state(), OrderState::Frozen);

    // The payer tries again.
    assert_in_doubt(&setting.number("sadad").await?);
    assert_in_doubt(&setting.submit("sadad", "code", "code=111111").await?);
    Ok(())
}

#[tokio::test]
async fn a_receipt_that_is_not_recorded_is_in_doubt() -> Result {
    let setting = Setting::new().await?;
    setting.database.fail_after_the_charge();
    assert_in_doubt(&setting.charge().await?);
    assert!(setting.sandbox.is_paid(&"sadad-1".parse()?));
    Ok(())
}

#[tokio::test]
async fn a_charge_whose_task_panics_is_in_doubt() -> Result {
    let setting = Setting::new().await?;
    setting.database.panic_after_the_charge();
    assert_in_doubt(&setting.charge().await?);
    assert!(setting.sandbox.is_paid(&"sadad-1".parse()?));
    Ok(())
}

#[tokio::test]
async fn without_a_database_a_charge_is_in_doubt() -> Result {
    let setting = Setting::new().await?;
    assert_eq!(setting.number("sadad").await?.0, 200);
    setting.database.stop();
    let page = setting.submit("sadad", "code", "code=111111").await?;
    assert_in_doubt(&page);
    Ok(())
}

#[tokio::test]
async fn a_charge_that_took_no_money_is_not_paid() -> Result {
    let setting = Setting::new().await?;
    assert_eq!(setting.number("adfali").await?.0, 200);
    // A wrong password, one that is not a password, and a refusal.
    let (wrong, invalid, right) = ("code=2222", "code=x", "code=1111");
    for (form, fault) in [(wrong, None), (invalid, None), (right, Some(REFUSED))] {
        if let Some(fault) = fault {
            setting
                .sandbox
                .fault_at("edfali/confirm", fault.parse().map_err(Box::new)?);
        }
        let (status, page) = setting.submit("adfali", "code", form).await?;
        assert_eq!(status, 400, "{page}");
        assert!(page.contains("NOT PAID"), "{page}");
        let order = setting.shop.order("adfali").await?;
        assert_eq!(order.state(), OrderState::Open);
    }
    Ok(())
}

const REFUSED: &str = "error-INSUFFICIENT_BALANCE";

#[tokio::test]
async fn a_paid_order_is_never_called_not_paid() -> Result {
    let setting = Setting::new().await?;
    assert_eq!(setting.charge().await?.0, 200);
    let again = [
        setting.number("sadad").await?,
        setting.submit("sadad", "code", "code=111111").await?,
    ];
    for (status, page) in again {
        assert_eq!(status, 200, "{page}");
        assert!(page.contains("PAID: order sadad is already paid"), "{page}");
        assert!(!page.contains("NOT PAID"), "{page}");
    }
    Ok(())
}

#[tokio::test]
async fn a_genuine_callback_without_a_database_is_answered_with_503() -> Result {
    let setting = Setting::new().await?;
    setting.submit("mpgs", "pay", "").await?;
    let callback = setting.sandbox.approve(&"mpgs-1".parse()?).await?;
    setting.database.stop();
    let (status, page) = setting.open(&callback).await?;
    assert_eq!(status, 503, "{page}");
    assert!(!page.contains("REFUSED"), "{page}");
    // A forged callback is refused, with or without a database.
    let forged = callback.replace("amount=12.50", "amount=1.00");
    assert_eq!(setting.open(&forged).await?.0, 400);

    setting.database.start();
    assert_eq!(setting.open(&callback).await?.0, 200);
    let order = setting.shop.order("mpgs").await?;
    assert_eq!(order.state(), OrderState::Paid);
    Ok(())
}

#[tokio::test]
async fn t_lyncs_return_page_shows_the_state_of_the_order() -> Result {
    let setting = Setting::new().await?;
    setting.submit("tlync", "pay", "").await?;
    // No callback has arrived yet.
    for approved in ["1", "0"] {
        let (status, page) = setting.return_from_tlync(approved).await?;
        assert_eq!(status, 200, "{page}");
        assert!(page.contains("BEING CHECKED"), "{page}");
        assert!(!page.contains("paid again"), "{page}");
    }
    setting.sandbox.approve(&"tlync-1".parse()?).await?;
    for approved in ["1", "0"] {
        let (status, page) = setting.return_from_tlync(approved).await?;
        assert_eq!(status, 200, "{page}");
        assert!(page.contains("PAID: order tlync"), "{page}");
        assert!(!page.contains("NOT PAID"), "{page}");
    }
    Ok(())
}

#[tokio::test]
async fn an_order_that_is_being_checked_is_not_paid_again() -> Result {
    let setting = Setting::new().await?;
    setting.submit("mpgs", "pay", "").await?;
    let url = setting.sandbox.decline(&"mpgs-1".parse()?).await?;
    setting.open(&url).await?;

    let (status, page) = setting.submit("mpgs", "pay", "").await?;
    assert_eq!(status, 202, "{page}");
    assert!(page.contains("BEING CHECKED"), "{page}");
    assert_eq!(setting.shop.order("mpgs").await?.attempts().len(), 1);
    Ok(())
}

#[tokio::test]
async fn t_lyncs_return_page_of_another_order_is_refused() -> Result {
    let setting = Setting::new().await?;
    let (status, page) = setting.return_from_tlync("1").await?;
    assert_eq!(status, 400, "{page}");
    Ok(())
}

#[test]
fn the_shop_prints_no_signature() -> Result {
    // Runs two of the tests again, to see what they print.
    let tests = [
        "a_genuine_callback_without_a_database_is_answered_with_503",
        "t_lyncs_return_page_shows_the_state_of_the_order",
    ];
    let mut program = Command::new(env::current_exe()?);
    let output = program.args(tests).args(["--exact", "--nocapture"]);
    let output = output.output()?;
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8([output.stdout, output.stderr].concat())?;
    for path in ["GET /orders/mpgs/return", "POST /callback"] {
        assert!(printed.contains(path), "{printed}");
    }
    assert!(!printed.contains("hashed"), "{printed}");
    Ok(())
}
