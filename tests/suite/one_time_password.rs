//! The shop of the guide "One-time passwords", over real HTTP.

use std::env;
use std::error::Error;
use std::process::Command;
use std::process::ExitCode;
use std::time::Duration;

use plutu_http::Client;
use plutu_http::core::InvoiceNo;
use plutu_http::core::gateways::sadad;
use plutu_orders::OrderId;
use plutu_orders::OrderState;
use plutu_orders::Queue;
use plutu_sandbox::Fault;
use plutu_sandbox::Program;
use plutu_sandbox::Sandbox;
use plutu_test_browser::skip;
use tokio::net::TcpListener;

#[allow(dead_code, reason = "the example's `main` is not called")]
#[path = "../../examples/one_time_password.rs"]
mod shop;

const PROGRAM: &str = include_str!("../../examples/one_time_password.rs");
const GUIDE: &str = include_str!("../../plutu-http/guides/one-time-passwords.md");
const SAFELY: &str = include_str!("../../plutu-http/guides/taking-payments-safely.md");

const PAYER: &str = "mobile_number=0913632323&birth_year=1990";
const RIGHT: &str = "code=111111";
const WRONG: &str = "code=222222";

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// The running shop with one order, and the payer's browser.
struct Setting {
    sandbox: Sandbox,
    shop: shop::Shop,
    order: OrderId,
    url: String,
    desk: String,
    browser: reqwest::Client,
}

impl Setting {
    async fn new() -> Result<Self> {
        let sandbox = Sandbox::start().await?;
        let client = Client::builder(sandbox.credentials())
            .base_url(sandbox.base_url())
            .build()?;
        let shop = shop::Shop::new(client);
        let url = serve(shop::routes(shop.clone())).await?;
        let desk = serve(shop::desk_routes(shop.clone())).await?;
        let setting = Self {
            sandbox,
            shop,
            order: "1001".parse()?,
            url,
            desk,
            browser: reqwest::Client::new(),
        };
        let page = setting.post("/orders", "").await?;
        assert!(page.contains("Pay 12.50 LYD: send me a password"), "{page}");
        Ok(setting)
    }

    async fn post(&self, path: &str, form: &'static str) -> Result<String> {
        submit(&self.browser, format!("{}{path}", self.url), form).await
    }

    async fn ask(&self) -> Result<String> {
        self.post("/orders/1001/password", PAYER).await
    }

    async fn pay(&self, code: &'static str) -> Result<String> {
        self.post("/orders/1001/pay", code).await
    }

    /// The charges that the sandbox carried out.
    fn charges(&self) -> usize {
        self.sandbox.payments().len()
    }

    async fn state(&self) -> Result<OrderState> {
        Ok(self.shop.orders.load(&self.order).await?.state())
    }

    async fn tasks(&self, queue: Queue) -> Result<usize> {
        Ok(self.shop.orders.pending(queue, 9).await?.tasks.len())
    }
}

async fn serve(routes: axum::Router) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(url)
}

async fn submit(browser: &reqwest::Client, url: String, form: &'static str) -> Result<String> {
    let request = browser
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form);
    Ok(request.send().await?.text().await?)
}

#[tokio::test]
async fn the_guides_shop_charges_once_and_ships_once() -> Result {
    let setting = Setting::new().await?;
    let page = setting.ask().await?;
    assert!(page.contains("We sent you a text message"), "{page}");
    for _ in 0..2 {
        let page = setting.pay(RIGHT).await?;
        assert!(page.contains("Paid. Thank you!"), "{page}");
    }
    assert_eq!(setting.charges(), 1);
    assert_eq!(setting.tasks(Queue::Shipping).await?, 1);
    shop::ship(&setting.shop).await?;
    assert_eq!(setting.tasks(Queue::Shipping).await?, 0);
    Ok(())
}

#[tokio::test]
async fn the_guides_shop_takes_three_passwords_and_then_sends_a_new_one() -> Result {
    let setting = Setting::new().await?;
    setting.ask().await?;
    for _ in 0..3 {
        let page = setting.pay(WRONG).await?;
        assert!(page.contains("password is not correct"), "{page}");
    }
    let page = setting.pay(RIGHT).await?;
    assert!(page.contains("password has expired"), "{page}");
    assert!(!page.contains("name=code"), "{page}");
    let order = setting.shop.orders.load(&setting.order).await?;
    assert_eq!(order.attempts().len(), 3);
    setting.ask().await?;
    assert!(setting.pay(RIGHT).await?.contains("Paid. Thank you!"));
    Ok(())
}

#[tokio::test]
async fn a_form_that_cannot_be_right_sends_nothing() -> Result {
    let setting = Setting::new().await?;
    let form = "mobile_number=0923632323&birth_year=1990";
    let page = setting.post("/orders/1001/password", form).await?;
    assert!(page.contains("birth year is not correct"), "{page}");
    setting.ask().await?;
    let page = setting.pay("code=1111").await?;
    assert!(page.contains("password is not correct"), "{page}");
    let order = setting.shop.orders.load(&setting.order).await?;
    assert!(order.attempts().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_charge_of_the_guides_shop_without_an_answer_waits_for_a_person() -> Result {
    let setting = Setting::new().await?;
    setting.ask().await?;
    setting
        .sandbox
        .fault_at("sadadapi/confirm", Fault::DropAfter);
    for _ in 0..2 {
        let page = setting.pay(RIGHT).await?;
        assert!(page.contains("Please do not pay again"), "{page}");
        assert!(!page.contains("<form"), "{page}");
    }
    setting.ask().await?;
    assert_eq!(setting.charges(), 1);
    assert_eq!(setting.state().await?, OrderState::Frozen);

    let desk = setting.browser.get(&setting.desk).send().await?;
    let desk = desk.text().await?;
    assert!(desk.contains("sadadapi/1001-1: Ask(Frozen)"), "{desk}");
    // Without an answer, the question stays.
    for (decision, is_open) in [
        (
            "task=ask/frozen/sadadapi/1001-1&person=Aisha&verdict=seen",
            true,
        ),
        (
            "task=ask/frozen/sadadapi/1001-1&person=Aisha&verdict=paid",
            false,
        ),
    ] {
        let desk = submit(&setting.browser, setting.desk.clone(), decision).await?;
        assert_eq!(desk.contains("<form"), is_open, "{desk}");
    }
    assert_eq!(setting.state().await?, OrderState::Paid);
    assert_eq!(setting.tasks(Queue::Shipping).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_payer_of_the_guides_shop_who_leaves_does_not_stop_the_charge() -> Result {
    let setting = Setting::new().await?;
    setting.ask().await?;
    let late = Fault::Delay(Duration::from_millis(500));
    setting.sandbox.fault_at("sadadapi/confirm", late);
    let url = format!("{}/orders/1001/pay", setting.url);
    let payer = setting.browser.clone();
    let waiting = tokio::spawn(async move { submit(&payer, url, RIGHT).await.is_ok() });
    let invoice_no: InvoiceNo = "1001-1".parse()?;
    while !setting.sandbox.is_paid(&invoice_no) {
        tokio::task::yield_now().await;
    }
    // The connection is closed before the answer is there.
    waiting.abort();
    let paid = async {
        while setting.state().await? != OrderState::Paid {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Result::Ok(())
    };
    tokio::time::timeout(Duration::from_secs(30), paid).await?
}

#[tokio::test]
async fn the_guides_shop_freezes_a_charge_that_was_lost_in_a_crash() -> Result {
    let setting = Setting::new().await?;
    let (client, amount) = (&setting.shop.client, "12.50".parse()?);
    let verify = sadad::Verify::builder()
        .mobile_number("0913632323".parse()?)
        .birth_year("1990".parse()?)
        .amount(amount)
        .build();
    let challenge = client.send(&verify).await?;
    let request = sadad::Confirm::answering(&challenge, amount)?
        .code("111111".parse()?)
        .invoice_no("1001-1".parse()?)
        .build();
    // The process stops after the attempt was recorded.
    let _ = setting.shop.orders.start(&setting.order, &request).await?;
    shop::sweep(&setting.shop, Duration::from_secs(600)).await?;
    assert_eq!(setting.state().await?, OrderState::Awaiting);
    shop::sweep(&setting.shop, Duration::ZERO).await?;
    assert_eq!(setting.state().await?, OrderState::Frozen);
    assert_eq!(setting.tasks(Queue::Person).await?, 1);
    Ok(())
}

/// The guide shows the program line by line.
#[test]
fn the_guide_about_passwords_shows_this_program() {
    let program = PROGRAM.split_once("\n\n").unwrap().1;
    assert!(GUIDE.contains(program), "the guide shows another program");
}

/// The guide's command attacks the guide's shop, which runs as this test's own program.
#[test]
fn the_guides_shop_passes_the_check_of_the_guide() {
    if Command::new("curl").arg("--version").output().is_err() {
        return skip("no curl here");
    }
    let program = env::current_exe().unwrap();
    let test = "one_time_password::the_guides_shop_as_a_process";
    let run = format!(
        "{PROCESS}=1 DESK_PORT=0 exec '{}' --exact {test}",
        program.display()
    );
    let mut arguments = arguments_of_the_guide();
    let place = arguments.iter().position(|it| it.ends_with("/my-shop"));
    arguments[place.unwrap()] = run;
    // This probe lasts longer than the client's time-out, which is 60 seconds.
    arguments.extend(["--skip", "charge-answer-late"].map(str::to_owned));
    let code = Program::new().run_with(arguments);
    assert_eq!(code, ExitCode::SUCCESS);
}

/// Tests nothing: the check above starts it in a process of its own.
#[tokio::test]
async fn the_guides_shop_as_a_process() -> Result {
    if env::var_os(PROCESS).is_some() {
        shop::run(shop::connect()?).await?;
    }
    Ok(())
}

const PROCESS: &str = "PLUTU_TESTS_SHOP_OF_THE_GUIDE";

/// The name and the arguments that the guide's script passes to plutu-sandbox.
fn arguments_of_the_guide() -> Vec<String> {
    let blocks = SAFELY.split("```sh\n").skip(1);
    let mut scripts = blocks.filter_map(|block| block.split("```").next());
    let script = scripts
        .find(|it| it.contains("\nplutu-sandbox check"))
        .unwrap();
    let script = script.replace("\nplutu-sandbox", "\nprintf '%s\\0' plutu-sandbox");
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    output.split_terminator('\0').map(str::to_owned).collect()
}
