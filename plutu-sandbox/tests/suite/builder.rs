//! The settings of a sandbox: credentials, clock, limits; and waiting for the shop.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::time::Duration;
use std::time::SystemTime;

use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::Credentials;
use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use plutu_sandbox::Carrier;
use plutu_sandbox::Delivery;
use plutu_sandbox::PaymentStatus;
use plutu_sandbox::Sandbox;
use plutu_sandbox::SandboxBuilder;
use plutu_sandbox::SandboxError;

use crate::support::Browser;
use crate::support::ORDER;
use crate::support::Result;
use crate::support::Shop;
use crate::support::invoice_no;
use crate::support::order;
use crate::support::query;

impl Shop {
    pub(crate) async fn build(builder: SandboxBuilder) -> Result<Self> {
        Ok(Self {
            sandbox: builder.start().await?,
            browser: Browser::open()?,
        })
    }
}

fn credentials() -> Result<Credentials> {
    let (api_key, access_token) = ("key_of_this_test", "token_of_this_test");
    Ok(Credentials::new(
        ApiKey::new(api_key)?,
        AccessToken::new(access_token)?,
    ))
}

#[tokio::test]
async fn credentials_can_be_chosen() -> Result {
    let builder = Sandbox::builder().credentials(credentials()?);
    let builder = builder.secret_key(SecretKey::new("sk_of_this_test")?);
    assert!(!format!("{builder:?}").contains("_of_this_test"));
    let shop = Shop::build(builder).await?;
    let request = shop.post_as("/transaction/mpgs/confirm", &credentials()?);
    let request = request.header("Content-Type", crate::support::FORM);
    let response = request.body(crate::support::encode(&ORDER)).send().await?;
    assert_eq!(response.status(), 200);
    let url = shop.sandbox.approve(&invoice_no("INV-1")?).await?;
    let verifier = plutu_core::Verifier::new(SecretKey::new("sk_of_this_test")?);
    assert!(mpgs::Callback::verify(query(&url)?, &verifier).is_ok());
    Ok(())
}

#[tokio::test]
async fn the_port_and_the_public_address_can_be_chosen() -> Result {
    let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let builder = Sandbox::builder().port(free);
    let shop = Shop::build(builder.public_url("http://plutu.test:8080/")).await?;
    let expected = format!("http://127.0.0.1:{free}/api/v1");
    assert_eq!(shop.sandbox.base_url(), expected);
    let page = shop.checkout("mpgs", &ORDER).await?;
    assert!(
        page.starts_with("http://plutu.test:8080/checkout/"),
        "{page}"
    );
    let taken = Sandbox::builder().port(free).start().await;
    assert!(taken.is_err());
    Ok(())
}

/// With such a URL, no page could be opened.
#[tokio::test]
async fn a_public_address_that_is_no_url_is_refused() {
    for url in [
        "plutu.test",
        "plutu.test:8080",
        "ftp://plutu.test",
        "http://",
        "http://plutu.test/?a",
        "http://plutu.test/#a",
        "",
    ] {
        let started = Sandbox::builder().public_url(url).start().await;
        let error = started.err().map(|error| (error.kind(), error.to_string()));
        let says = "expected a public URL such as http://plutu.test:8080";
        let expected = (ErrorKind::InvalidInput, says.to_owned());
        assert_eq!(error, Some(expected), "{url}");
    }
}

#[tokio::test]
async fn the_clock_can_be_set_and_stopped() -> Result {
    // 2000-01-01: a payer born in 1990 is too young for Sadad.
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(946_684_800);
    let shop = Shop::build(Sandbox::builder().starts_at(time).frozen_clock()).await?;
    let fields = [
        ("mobile_number", "0913632323"),
        ("birth_year", "1990"),
        ("amount", "5"),
    ];
    let answer = shop.post_form("sadadapi", "verify", &fields).await?;
    answer.assert_bad_field("birth_year");
    shop.sandbox
        .advance(Duration::from_secs(10 * 366 * 24 * 60 * 60));
    let answer = shop.post_form("sadadapi", "verify", &fields).await?;
    assert_eq!(answer.status, 200, "{}", answer.json);
    Ok(())
}

#[tokio::test]
async fn a_payment_can_be_waited_for() -> Result {
    let shop = Shop::open().await?;
    let wanted = invoice_no("INV-1")?;
    let (come, opened) = tokio::join!(
        shop.sandbox.wait_for_payment(&wanted),
        shop.checkout("mpgs", &ORDER)
    );
    let (payment, page) = (come?, opened?);
    assert_eq!(payment.invoice_no(), &wanted);
    assert_eq!(payment.gateway(), "mpgs");
    assert_eq!((payment.amount(), payment.currency()), ("12.50", "USD"));
    assert_eq!(payment.status(), PaymentStatus::Open);
    assert_eq!(payment.transaction_id(), 100_001);
    assert_eq!(payment.checkout_url(), Some(page.as_str()));
    assert_eq!(payment.payment_method(), None);
    assert!(payment.callbacks().is_empty());
    assert!(!format!("{payment:?}").contains("/checkout/"));

    // It also returns a payment that exists already, and one with a one-time password.
    assert_eq!(shop.sandbox.wait_for_payment(&wanted).await?, payment);
    let fields = [("mobile_number", "0913632323"), ("amount", "5")];
    let answer = shop.post_form("edfali", "verify", &fields).await?;
    let process_id = answer.json["result"]["process_id"].to_string();
    let fields = [
        ("process_id", process_id.as_str()),
        ("code", "1111"),
        ("amount", "5"),
        ("invoice_no", "OTP-1"),
    ];
    let wanted = invoice_no("OTP-1")?;
    let (come, _) = tokio::join!(
        shop.sandbox.wait_for_payment(&wanted),
        shop.confirm("edfali", &fields)
    );
    let payment = come?;
    assert_eq!(
        (payment.gateway(), payment.status(), payment.checkout_url()),
        ("edfali", PaymentStatus::Approved, None)
    );
    let invoices = shop.sandbox.payments();
    let invoices: Vec<&str> = invoices
        .iter()
        .map(|payment| payment.invoice_no().as_str())
        .collect();
    assert_eq!(invoices, ["INV-1", "OTP-1"]);
    Ok(())
}

#[tokio::test]
async fn next_payment_returns_each_payment_once() -> Result {
    let shop = Shop::open().await?;
    for invoice in ["A", "B"] {
        shop.checkout("mpgs", &order(invoice)).await?;
        let payment = shop.sandbox.next_payment().await?;
        assert_eq!(payment.invoice_no().as_str(), invoice);
    }
    let (third, fourth) = (order("C"), order("D"));
    let (payment, another, ..) = tokio::join!(
        shop.sandbox.next_payment(),
        shop.sandbox.next_payment(),
        shop.checkout("mpgs", &third),
        shop.checkout("mpgs", &fourth),
    );
    let mut ids = [payment?.transaction_id(), another?.transaction_id()];
    ids.sort_unstable();
    assert_eq!(ids, [100_003, 100_004]);
    Ok(())
}

#[tokio::test]
async fn a_callback_can_be_waited_for() -> Result {
    let shop = Shop::open().await?;
    shop.checkout("mpgs", &ORDER).await?;
    let wanted = invoice_no("INV-1")?;
    let (come, url) = tokio::join!(
        shop.sandbox.wait_for_callback(&wanted),
        shop.sandbox.approve(&wanted)
    );
    let (callback, url) = (come?, url?);
    assert_eq!(callback.carrier(), Carrier::Browser);
    assert_eq!((callback.url(), callback.body()), (url.as_str(), None));
    assert_eq!(callback.delivery(), None);
    let (signed, _) = query(&url)?.split_once("&hashed=").ok_or("not signed")?;
    assert_eq!(signed, format!("order=77&{}", callback.canonical()));
    assert_eq!(
        format!("{callback:?}"),
        "CallbackReport { carrier: Browser, delivery: None, .. }"
    );

    let closed = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let callback_url = format!("http://{closed}/callback");
    let fields = [
        order("T-1").as_slice(),
        &[
            ("mobile_number", "0913632323"),
            ("callback_url", &callback_url),
        ],
    ]
    .concat();
    shop.checkout("tlync", &fields).await?;
    let wanted = invoice_no("T-1")?;
    let (come, url) = tokio::join!(
        shop.sandbox.wait_for_callback(&wanted),
        shop.sandbox.approve(&wanted)
    );
    let callback = come?;
    assert!(url?.contains("approved=1"));
    assert_eq!(callback.carrier(), Carrier::Server);
    assert_eq!(callback.url(), callback_url);
    assert_eq!(
        callback.body(),
        shop.sandbox.callback_body(&wanted).as_deref()
    );
    assert_eq!(callback.delivery(), Some(Delivery::Failed));
    assert!(
        callback
            .canonical()
            .starts_with("gateway=tlync&approved=1&")
    );
    Ok(())
}

#[tokio::test]
async fn waiting_ends_in_time() -> Result {
    let patience = Duration::from_millis(20);
    let shop = Shop::build(Sandbox::builder().patience(patience)).await?;
    let wanted = invoice_no("INV-1")?;
    let error = shop.sandbox.wait_for_payment(&wanted).await.err();
    let expected = SandboxError::NotInTime {
        awaited: "payment of invoice INV-1".to_owned(),
        patience,
    };
    assert_eq!(error, Some(expected));
    shop.checkout("mpgs", &ORDER).await?;
    let error = shop.sandbox.wait_for_callback(&wanted).await.err();
    let error = error.ok_or("it came")?.to_string();
    assert_eq!(error, "no callback for invoice INV-1 came within 0.02 s");
    assert!(shop.sandbox.next_payment().await.is_ok());
    let error = shop.sandbox.next_payment().await.err();
    assert!(matches!(error, Some(SandboxError::NotInTime { .. })));
    Ok(())
}

#[test]
fn waiting_needs_no_particular_runtime() -> Result {
    let runtime = tokio::runtime::Runtime::new()?;
    let shop = runtime.block_on(Shop::build(
        Sandbox::builder().patience(Duration::from_millis(20)),
    ))?;
    drop(runtime);
    let wanted = invoice_no("INV-1")?;
    // Outside of any runtime.
    let mut waiting = std::pin::pin!(shop.sandbox.wait_for_payment(&wanted));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for _ in 0..3000 {
        if let std::task::Poll::Ready(payment) = waiting.as_mut().poll(&mut context) {
            assert!(matches!(payment, Err(SandboxError::NotInTime { .. })));
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Err("it does not end".into())
}

#[tokio::test]
async fn a_declined_payment_has_neither_flag() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    let wanted = invoice_no("INV-1")?;
    let url = shop.sandbox.decline(&wanted).await?;
    let callback = mpgs::Callback::verify(query(&url)?, &shop.verifier())?;
    let settlement = callback.settle(&wanted, "12.50".parse()?)?;
    assert!(matches!(settlement, Settlement::Undecided));
    assert!(!shop.sandbox.is_paid(&wanted));
    let pressed = shop.browser.press(&page, "decline").await?;
    assert_eq!(crate::support::location(&pressed)?, url);
    let payment = shop.sandbox.payment(&wanted).ok_or("no payment")?;
    assert_eq!(payment.status(), PaymentStatus::Declined);
    let error = shop.sandbox.approve(&wanted).await.err();
    let expected = SandboxError::AlreadyDeclined { invoice_no: wanted };
    assert_eq!(error, Some(expected));
    Ok(())
}

#[tokio::test]
async fn a_declined_tlync_payment_is_not_approved_anywhere() -> Result {
    let shop = Shop::open().await?;
    let fields = [
        ORDER.as_slice(),
        &[
            ("mobile_number", "0913632323"),
            ("callback_url", "https://shop.example/callback"),
        ],
    ]
    .concat();
    shop.checkout("tlync", &fields).await?;
    let wanted = invoice_no("INV-1")?;
    let url = shop.sandbox.decline(&wanted).await?;
    assert!(url.contains("&approved=0&"), "{url}");
    let page = tlync::Return::verify(query(&url)?, &shop.verifier())?;
    assert!(!page.is_approved());
    let body = shop.sandbox.callback_body(&wanted).ok_or("no callback")?;
    assert!(body.contains(r#""approved":"0","#), "{body}");
    let callback = tlync::Callback::verify_json(body.as_bytes(), &shop.verifier())?;
    let settlement = callback.settle(&wanted, "12.50".parse()?)?;
    assert!(matches!(settlement, Settlement::Undecided));
    assert_eq!(shop.sandbox.delivery(&wanted), Some(Delivery::NotSent));
    let callback = shop.sandbox.wait_for_callback(&wanted).await?;
    assert_eq!(callback.carrier(), Carrier::Server);
    Ok(())
}

#[tokio::test]
async fn the_oldest_payments_are_forgotten() -> Result {
    let shop = Shop::build(Sandbox::builder().max_payments(2)).await?;
    let first = shop.checkout("mpgs", &order("INV-1")).await?;
    shop.checkout("mpgs", &order("INV-2")).await?;
    let answer = shop.confirm("mpgs", &order("INV-1")).await?;
    answer.assert_error(400, "DUPLICATED_INVOICE_NUMBER");
    shop.checkout("mpgs", &order("INV-3")).await?;
    let invoices = shop.sandbox.payments();
    let invoices: Vec<&str> = invoices
        .iter()
        .map(|payment| payment.invoice_no().as_str())
        .collect();
    assert_eq!(invoices, ["INV-2", "INV-3"]);
    assert_eq!(shop.browser.get(&first).await?.status(), 404);
    assert_eq!(shop.confirm("mpgs", &order("INV-1")).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn many_sandboxes_run_at_once_and_are_independent() -> Result {
    let mut shops = Vec::new();
    for _ in 0..50 {
        shops.push(Shop::open().await?);
    }
    for (index, shop) in shops.iter().enumerate() {
        shop.checkout("mpgs", &ORDER).await?;
        if index % 2 == 0 {
            shop.sandbox.approve(&invoice_no("INV-1")?).await?;
        }
    }
    for (index, shop) in shops.iter().enumerate() {
        assert_eq!(shop.sandbox.payments().len(), 1);
        assert_eq!(shop.sandbox.is_paid(&invoice_no("INV-1")?), index % 2 == 0);
    }
    Ok(())
}
