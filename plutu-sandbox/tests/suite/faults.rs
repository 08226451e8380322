//! Faults on demand: in process, by invoice number, and by amount.

use std::net::Ipv4Addr;
use std::time::Duration;
use std::time::Instant;

use plutu_core::Certainty;
use plutu_core::Request;
use plutu_core::gateways::adfali;
use plutu_core::gateways::mpgs;
use plutu_sandbox::Carrier;
use plutu_sandbox::Delivery;
use plutu_sandbox::Fault;
use plutu_sandbox::Sandbox;
use plutu_sandbox::SandboxError;
use reqwest::Method;
use serde_json::Value;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::support::ADFALI_OTP;
use crate::support::Answer;
use crate::support::FORM;
use crate::support::ORDER;
use crate::support::Result;
use crate::support::Shop;
use crate::support::encode;
use crate::support::header;
use crate::support::invoice_no;
use crate::support::location;
use crate::support::order;
use crate::support::query;
use crate::support::with;

const CONFIRM: &str = "/transaction/mpgs/confirm";

impl Shop {
    /// Sends an order, and returns everything that comes back on the connection.
    async fn raw(&self, path: &str, fields: &[(&str, &str)]) -> Result<String> {
        let mut connection = self.connect_and_send(path, fields).await?;
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes).await?;
        Ok(String::from_utf8(bytes)?)
    }

    /// Sends an order, and returns the connection.
    async fn connect_and_send(&self, path: &str, fields: &[(&str, &str)]) -> Result<TcpStream> {
        let address = self.sandbox.base_url().strip_prefix("http://");
        let address = address.and_then(|url| url.split('/').next());
        let mut connection = TcpStream::connect(address.ok_or("no address")?).await?;
        let (body, credentials) = (encode(fields), self.sandbox.credentials());
        let request = format!(
            "POST /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
             X-API-KEY: {}\r\nContent-Type: {FORM}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            credentials.access_token().expose(),
            credentials.api_key().expose(),
            body.len(),
        );
        connection.write_all(request.as_bytes()).await?;
        Ok(connection)
    }

    fn is_open(&self, invoice: &str) -> Result<bool> {
        Ok(self.sandbox.payment(&invoice_no(invoice)?).is_some())
    }
}

/// A shop's server that answers "OK" to everything and counts the requests.
async fn count_requests() -> Result<(String, tokio::sync::mpsc::UnboundedReceiver<String>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let sender = sender.clone();
            tokio::spawn(async move {
                let mut bytes = Vec::with_capacity(8192);
                let _ = stream.read_buf(&mut bytes).await;
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let _ = sender.send(text);
                let ok = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK";
                let _ = stream.write_all(ok).await;
            });
        }
    });
    Ok((url, receiver))
}

#[tokio::test]
async fn an_error_answers_once_and_records_nothing() -> Result {
    let shop = Shop::open().await?;
    shop.sandbox.fault("error-INSUFFICIENT_BALANCE".parse()?);
    shop.sandbox.fault("error-503-A_NEW_CODE".parse()?);
    let answer = shop.confirm("mpgs", &ORDER).await?;
    answer.assert_error(400, "INSUFFICIENT_BALANCE");
    let answer = shop.confirm("mpgs", &ORDER).await?;
    answer.assert_error(503, "A_NEW_CODE");
    assert!(!shop.is_open("INV-1")?);
    assert_eq!(shop.confirm("mpgs", &ORDER).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn a_rate_limit_says_when_to_try_again() -> Result {
    let shop = Shop::open().await?;
    let fields = order("INV-1..rate-limit-30");
    let request = shop.post(CONFIRM).header("Content-Type", FORM);
    let response = request.body(encode(&fields)).send().await?;
    assert_eq!(header(&response, "retry-after"), Some("30"));
    let answer = Answer::read(response).await?;
    answer.assert_error(429, "TOO_MAY_REQUESTS");
    assert!(!shop.is_open("INV-1..rate-limit-30")?);
    Ok(())
}

#[tokio::test]
async fn html_502_is_the_page_of_a_proxy() -> Result {
    let shop = Shop::open().await?;
    let raw = shop.raw(CONFIRM, &order("INV-1..html-502")).await?;
    assert!(raw.starts_with("HTTP/1.1 502 Bad Gateway\r\n"), "{raw}");
    assert!(raw.contains("content-type: text/html"), "{raw}");
    assert!(raw.contains("<h1>502 Bad Gateway</h1>"), "{raw}");
    assert!(!shop.is_open("INV-1..html-502")?);
    Ok(())
}

#[tokio::test]
async fn a_connection_is_dropped_before_or_after() -> Result {
    let shop = Shop::open().await?;
    let raw = shop.raw(CONFIRM, &order("INV-1..drop-before")).await?;
    assert_eq!(raw, "");
    assert!(!shop.is_open("INV-1..drop-before")?);
    let raw = shop.raw(CONFIRM, &order("INV-1..drop-after")).await?;
    assert_eq!(raw, "");
    assert!(shop.is_open("INV-1..drop-after")?);
    Ok(())
}

#[tokio::test]
async fn cut_json_sends_half_of_the_answer() -> Result {
    let shop = Shop::open().await?;
    let raw = shop.raw(CONFIRM, &order("INV-1..cut-json")).await?;
    let (head, body) = raw.split_once("\r\n\r\n").ok_or("no head")?;
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{raw}");
    assert!(head.contains(&format!("content-length: {}", body.len())));
    assert!(body.starts_with(r#"{"status":200,"result":{"#), "{raw}");
    assert!(serde_json::from_str::<serde_json::Value>(body).is_err());
    assert!(shop.is_open("INV-1..cut-json")?);
    Ok(())
}

#[tokio::test]
async fn a_delayed_request_is_carried_out_at_once() -> Result {
    let shop = Shop::open().await?;
    let begin = Instant::now();
    let fields = order("INV-1..delay-300");
    let answer = shop.confirm("mpgs", &fields).await?;
    assert_eq!(answer.status, 200);
    assert!(begin.elapsed() >= Duration::from_millis(300));

    // A client that gives up does not undo the request.
    shop.sandbox.fault(Fault::Delay(Duration::from_secs(900)));
    let wanted = invoice_no("INV-2")?;
    let fields = order("INV-2");
    tokio::select! {
        _ = shop.confirm("mpgs", &fields) => return Err("it did not wait".into()),
        payment = shop.sandbox.wait_for_payment(&wanted) => assert!(payment.is_ok()),
    }
    assert!(shop.is_open("INV-2")?);
    Ok(())
}

#[tokio::test]
async fn a_call_that_its_client_gave_up_is_kept() -> Result {
    let shop = Shop::open().await?;
    let fields = order("INV-1..delay-300");
    let wanted = invoice_no("INV-1..delay-300")?;
    tokio::select! {
        _ = shop.confirm("mpgs", &fields) => {}
        payment = shop.sandbox.wait_for_payment(&wanted) => assert!(payment.is_ok()),
    }
    for _ in 0..600 {
        let calls = shop.control(Method::GET, "/calls", "").await?;
        if calls.text("/calls/0/invoice_no") == Some("INV-1..delay-300") {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err("it was forgotten".into())
}

#[tokio::test]
async fn one_time_passwords_have_faults_too() -> Result {
    let shop = Shop::open().await?;
    let verify = adfali::Verify::builder()
        .mobile_number("0913632323".parse()?)
        .amount("12.50".parse()?)
        .build();
    shop.sandbox
        .fault_at("edfali/confirm", "error-503-MAINTENANCE_MODE".parse()?);
    let (status, body) = shop.send(&verify.wire()).await?;
    let challenge = verify.reply(status, &body)?;
    let confirm = adfali::Confirm::answering(&challenge, challenge.amount())?
        .code(ADFALI_OTP.parse()?)
        .invoice_no("INV-1".parse()?)
        .build();
    assert_eq!(shop.sandbox.faults().len(), 1, "verify passed it by");
    let (status, body) = shop.send(&confirm.wire()).await?;
    let error = confirm.reply(status, &body).err().ok_or("no error")?;
    assert_eq!(error.certainty(), Certainty::Unknown);
    assert!(shop.sandbox.faults().is_empty());

    // The dangerous fault: the money moves, and the shop receives no answer.
    let confirm = adfali::Confirm::answering(&challenge, challenge.amount())?
        .code(ADFALI_OTP.parse()?)
        .invoice_no("INV-2..drop-after".parse()?)
        .build();
    assert!(shop.send(&confirm.wire()).await.is_err());
    assert!(shop.sandbox.is_paid(&invoice_no("INV-2..drop-after")?));
    Ok(())
}

#[tokio::test]
async fn amounts_stand_for_faults() -> Result {
    let shop = Shop::open().await?;
    for (amount, status, code) in [
        ("490.01", 400, "INSUFFICIENT_BALANCE"),
        ("490.02", 500, "BACKEND_SERVER_ERROR"),
        ("490.03", 503, "MAINTENANCE_MODE"),
        ("490.10", 429, "TOO_MAY_REQUESTS"),
        ("490.1", 429, "TOO_MAY_REQUESTS"),
    ] {
        let fields = with(&ORDER, ("amount", amount));
        let answer = shop.confirm("localbankcards", &fields).await?;
        answer.assert_error(status, code);
    }
    for amount in ["490.00", "490.99"] {
        let fields = with(&order(amount), ("amount", amount));
        assert_eq!(shop.confirm("mpgs", &fields).await?.status, 200);
    }
    // At the second step and at the first one.
    let verify = |amount| [("mobile_number", "0913632323"), ("amount", amount)];
    let answer = shop
        .post_form("edfali", "verify", &verify("480.08"))
        .await?;
    answer.assert_error(400, "OTP_WAIT_BEFORE_RESNED");
    let answer = shop
        .post_form("edfali", "verify", &verify("490.12"))
        .await?;
    let process_id = answer.json["result"]["process_id"].to_string();
    let fields = [
        ("process_id", process_id.as_str()),
        ("code", "1111"),
        ("amount", "490.12"),
        ("invoice_no", "INV-7"),
    ];
    assert_eq!(shop.raw("/transaction/edfali/confirm", &fields).await?, "");
    assert!(shop.sandbox.is_paid(&invoice_no("INV-7")?));
    Ok(())
}

#[tokio::test]
async fn a_misspelled_fault_is_noted() -> Result {
    let notes = async |has_magic: bool| -> Result<Vec<Value>> {
        let shop = Shop::build(Sandbox::builder().magic(has_magic)).await?;
        for number in ["INV-1..dropafter", "INV-2..delay-1"] {
            assert_eq!(shop.confirm("mpgs", &order(number)).await?.status, 200);
        }
        let calls = shop.control(Method::GET, "/calls", "").await?.json;
        let calls = calls["calls"].as_array().cloned().unwrap_or_default();
        Ok(calls.iter().map(|call| call["note"].clone()).collect())
    };
    let [second, first] = &notes(true).await?[..] else {
        return Err("expected two calls".into());
    };
    assert_eq!(*second, Value::Null);
    let first = first.as_str().unwrap_or_default();
    let expected = "`dropafter`: no such fault; expected error-CODE, ";
    assert!(first.starts_with(expected), "{first}");
    assert_eq!(notes(false).await?, [Value::Null, Value::Null]);
    Ok(())
}

#[tokio::test]
async fn magic_can_be_turned_off() -> Result {
    let shop = Shop::build(Sandbox::builder().magic(false)).await?;
    let fields = with(&order("INV-1..drop-after"), ("amount", "490.11"));
    assert_eq!(shop.confirm("mpgs", &fields).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn faults_can_be_planned_before_the_start_and_forgotten() -> Result {
    let builder = Sandbox::builder().fault(Fault::Html502);
    let shop = Shop::build(builder.fault(Fault::CutJson)).await?;
    assert_eq!(shop.sandbox.faults(), [Fault::Html502, Fault::CutJson]);
    let raw = shop.raw(CONFIRM, &ORDER).await?;
    assert!(raw.starts_with("HTTP/1.1 502"), "{raw}");
    shop.sandbox.clear_faults();
    assert_eq!(shop.confirm("mpgs", &ORDER).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn wrong_credentials_and_unreadable_bodies_use_no_fault_up() -> Result {
    let shop = Shop::open().await?;
    shop.sandbox.fault(Fault::DropBefore);
    let response = shop.post_bare(CONFIRM).send().await?;
    assert_eq!(response.status(), 401);
    let response = shop.post(CONFIRM).body("?").send().await?;
    assert_eq!(response.status(), 415);
    assert_eq!(shop.sandbox.faults(), [Fault::DropBefore]);
    // The fields are checked after the fault.
    assert_eq!(shop.raw(CONFIRM, &[]).await?, "");
    Ok(())
}

fn tlync_order<'a>(invoice: &'a str, callback_url: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("amount", "5"),
        ("invoice_no", invoice),
        ("mobile_number", "0913632323"),
        ("return_url", "https://shop.example/thanks"),
        ("callback_url", callback_url),
    ]
}

#[tokio::test]
async fn tlyncs_callback_comes_twice() -> Result {
    let shop = Shop::open().await?;
    let (url, mut requests) = count_requests().await?;
    let invoice = "INV-1..callback-twice";
    shop.checkout("tlync", &tlync_order(invoice, &url)).await?;
    shop.sandbox.approve(&invoice_no(invoice)?).await?;
    let (first, second) = (requests.try_recv()?, requests.try_recv()?);
    assert!(first.starts_with("POST "));
    assert_eq!(first, second);
    assert!(requests.try_recv().is_err());
    let payment = shop.sandbox.payment(&invoice_no(invoice)?);
    let carriers: Vec<Carrier> = payment
        .ok_or("no payment")?
        .callbacks()
        .iter()
        .map(plutu_sandbox::CallbackReport::carrier)
        .collect();
    let expected = [Carrier::Server, Carrier::Server, Carrier::Browser];
    assert_eq!(carriers, expected);
    Ok(())
}

#[tokio::test]
async fn tlyncs_callback_comes_late_or_never() -> Result {
    let shop = Shop::open().await?;
    let (url, mut requests) = count_requests().await?;
    let invoice = "INV-1..callback-late-300";
    shop.checkout("tlync", &tlync_order(invoice, &url)).await?;
    let wanted = invoice_no(invoice)?;
    let begin = Instant::now();
    shop.sandbox.approve(&wanted).await?;
    let callback = shop.sandbox.wait_for_callback(&wanted).await?;
    assert!(begin.elapsed() >= Duration::from_millis(300));
    assert_eq!(callback.carrier(), Carrier::Server);
    assert_eq!(
        callback.delivery(),
        Some(Delivery::Answered { status: 200 })
    );
    assert!(requests.try_recv().is_ok());
    // The payer returned before the callback.
    let payment = shop.sandbox.payment(&wanted).ok_or("no payment")?;
    assert_eq!(payment.callbacks()[0].carrier(), Carrier::Browser);

    let invoice = "INV-2..no-callback";
    shop.checkout("tlync", &tlync_order(invoice, &url)).await?;
    let wanted = invoice_no(invoice)?;
    let returned = shop.sandbox.approve(&wanted).await?;
    assert!(returned.contains("approved=1"));
    let payment = shop.sandbox.payment(&wanted).ok_or("no payment")?;
    let carriers = payment.callbacks().iter();
    assert!(
        carriers
            .map(plutu_sandbox::CallbackReport::carrier)
            .eq([Carrier::Browser])
    );
    assert!(requests.try_recv().is_err());
    Ok(())
}

#[tokio::test]
async fn a_late_callback_ends_with_the_sandbox() -> Result {
    let shop = Shop::open().await?;
    let (url, mut requests) = count_requests().await?;
    let invoice = "INV-1..callback-late-200";
    shop.checkout("tlync", &tlync_order(invoice, &url)).await?;
    shop.sandbox.approve(&invoice_no(invoice)?).await?;
    drop(shop);
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(requests.try_recv().is_err());
    Ok(())
}

#[tokio::test]
async fn the_browsers_callback_comes_twice() -> Result {
    let shop = Shop::open().await?;
    let (url, mut requests) = count_requests().await?;
    let return_url = format!("{url}/paid?order=7");
    shop.checkout("mpgs", &with(&ORDER, ("return_url", &return_url)))
        .await?;
    shop.sandbox.fault(Fault::CallbackTwice);
    let wanted = invoice_no("INV-1")?;
    let returned = shop.sandbox.approve(&wanted).await?;
    let visit = requests.try_recv()?;
    let target = returned.strip_prefix(&url).ok_or("elsewhere")?;
    assert!(
        visit.starts_with(&format!("GET {target} HTTP/1.1\r\n")),
        "{visit}"
    );
    assert!(requests.try_recv().is_err(), "the other is the browser's");
    assert!(mpgs::Callback::verify(query(&returned)?, &shop.verifier()).is_ok());
    let payment = shop.sandbox.payment(&wanted).ok_or("no payment")?;
    let deliveries: Vec<_> = payment
        .callbacks()
        .iter()
        .map(plutu_sandbox::CallbackReport::delivery)
        .collect();
    let expected = [Some(Delivery::Answered { status: 200 }), None];
    assert_eq!(deliveries, expected);
    Ok(())
}

#[tokio::test]
async fn the_browsers_callback_comes_late_or_never() -> Result {
    let shop = Shop::build(Sandbox::builder().patience(Duration::from_millis(50))).await?;
    let page = shop
        .checkout("mpgs", &order("INV-1..callback-late-200"))
        .await?;
    let begin = Instant::now();
    assert_eq!(shop.browser.press(&page, "approve").await?.status(), 303);
    assert!(begin.elapsed() >= Duration::from_millis(200));

    let page = shop.checkout("mpgs", &order("INV-2..no-callback")).await?;
    let response = shop.browser.press(&page, "approve").await?;
    let stays = page.ends_with(location(&response)?);
    assert!(stays, "the payer stays on the page");
    let wanted = invoice_no("INV-2..no-callback")?;
    assert!(shop.sandbox.is_paid(&wanted));
    let in_vain = shop.sandbox.wait_for_callback(&wanted).await;
    assert!(matches!(in_vain, Err(SandboxError::NotInTime { .. })));
    Ok(())
}

/// A client can ask for delays of hours and leave at once. The sandbox keeps a limited number of
/// such calls, and answers the next one without the delay.
#[tokio::test]
async fn t37_delayed_answers_are_bounded_without_clients() -> Result {
    let shop = Shop::open().await?;
    for round in 0..16 {
        let numbers: Vec<_> = (0..64).map(|it| slow_invoice(round * 64 + it)).collect();
        let mut clients = Vec::new();
        for number in &numbers {
            clients.push(shop.connect_and_send(CONFIRM, &order(number)).await?);
        }
        for number in &numbers {
            timeout(HANGS, until_open(&shop, number)).await??;
        }
    }
    let last = slow_invoice(1_024);
    let raw = timeout(HANGS, shop.raw(CONFIRM, &order(&last))).await??;
    assert!(raw.starts_with("HTTP/1.1 200 OK\r\n"), "{raw}");
    Ok(())
}

/// The same for callbacks that the payer's browser carries.
#[tokio::test]
async fn t37_delayed_callbacks_are_bounded_without_clients() -> Result {
    let shop = Shop::open().await?;
    let number = |it: usize| format!("INV-{it}..callback-late-999999");
    for it in 0..1_025 {
        shop.checkout("mpgs", &order(&number(it))).await?;
    }
    for it in 0..1_024 {
        let invoice_no = invoice_no(&number(it))?;
        let approval = shop.sandbox.approve(&invoice_no);
        let answer = timeout(Duration::ZERO, approval).await;
        assert!(answer.is_err(), "{answer:?}");
    }
    let last = invoice_no(&number(1_024))?;
    let url = timeout(HANGS, shop.sandbox.approve(&last)).await??;
    assert!(url.contains("approved=1"), "{url}");
    Ok(())
}

async fn until_open(shop: &Shop, number: &str) -> Result {
    while !shop.is_open(number)? {
        sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

fn slow_invoice(number: usize) -> String {
    format!("INV-{number}{}", "..delay-999999".repeat(8))
}

/// What takes longer waits for a delay that is not bounded.
const HANGS: Duration = Duration::from_secs(60);
