//! T-Lync: a page, a callback to the shop's server, and a return page that proves nothing.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use plutu_core::CallbackError;
use plutu_core::PaymentMethod;
use plutu_core::Request;
use plutu_core::Settlement;
use plutu_core::TransactionId;
use plutu_core::callback::sign;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::tlync;
use plutu_sandbox::Delivery;
use plutu_sandbox::SandboxError;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::sync::mpsc;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::support::RETURN_URL;
use crate::support::Result;
use crate::support::Shop;
use crate::support::encode;
use crate::support::header;
use crate::support::invoice_no;
use crate::support::location;
use crate::support::query;
use crate::support::with;

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

/// A URL that nothing is ever sent to.
const ELSEWHERE: &str = "https://shop.example/callback";

/// A valid order for `INV-1`.
fn tlync_order(callback_url: &str) -> [(&'static str, &str); 5] {
    [
        ("amount", "5"),
        ("invoice_no", "INV-1"),
        ("mobile_number", "0923632323"),
        ("return_url", RETURN_URL),
        ("callback_url", callback_url),
    ]
}

/// The shop's server: it keeps what is posted to it, and gives the same answer to everything.
struct Server {
    url: String,
    requests: UnboundedReceiver<Received>,
    /// Each answer takes one permit.
    answers: Arc<Semaphore>,
}

struct Received {
    head: String,
    body: String,
}

impl Server {
    async fn open(answer: &'static str) -> Result<Self> {
        let server = Self::open_silent(answer).await?;
        server.answers.add_permits(100);
        Ok(server)
    }

    /// A server that waits for a permit before it answers.
    async fn open_silent(answer: &'static str) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}/plutu/callback?shop=7", listener.local_addr()?);
        let (sender, requests) = mpsc::unbounded_channel();
        let answers = Arc::new(Semaphore::new(0));
        let permits = Arc::clone(&answers);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (sender, permits) = (sender.clone(), Arc::clone(&permits));
                tokio::spawn(async move {
                    let Some(received) = receive(&mut stream).await else {
                        return;
                    };
                    let _ = sender.send(received);
                    if let Ok(permit) = permits.acquire().await {
                        permit.forget();
                        let _ = stream.write_all(answer.as_bytes()).await;
                    }
                });
            }
        });
        Ok(Self {
            url,
            requests,
            answers,
        })
    }

    /// The next request.
    fn received(&mut self) -> Result<Received> {
        Ok(self.requests.try_recv()?)
    }
}

async fn receive(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = std::str::from_utf8(&bytes).ok()?;
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let head = head.to_lowercase();
        let len = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))?;
        if body.len() == len.parse::<usize>().ok()? {
            return Some(Received {
                body: body.to_owned(),
                head,
            });
        }
    }
}

#[tokio::test]
async fn approved_on_the_page_is_posted_to_the_server_and_paid() -> Result {
    let shop = Shop::open().await?;
    let mut server = Server::open(OK).await?;
    let page = shop.checkout("tlync", &tlync_order(&server.url)).await?;
    let response = shop.browser.press(&page, "approve").await?;
    assert_eq!(response.status(), 303);

    // The server has received the callback before the browser is redirected.
    let Received { head, body } = server.received()?;
    let host = server.url.strip_prefix("http://").ok_or("no http")?;
    let host = host.split('/').next().ok_or("no host")?;
    let lines: Vec<&str> = head.lines().collect();
    assert_eq!(lines[0], "post /plutu/callback?shop=7 http/1.1");
    assert!(lines.contains(&format!("host: {host}").as_str()), "{head}");
    assert!(lines.contains(&"content-type: application/json"), "{head}");

    let pairs = [
        ("gateway", "tlync"),
        ("approved", "1"),
        ("amount", "5.00"),
        ("invoice_no", "INV-1"),
        ("payment_method", "tadawul"),
        ("transaction_id", "100001"),
    ];
    let hashed = sign(pairs, &shop.sandbox.secret_key());
    let expected = format!(
        r#"{{"gateway":"tlync","approved":"1","amount":"5.00","invoice_no":"INV-1","payment_method":"tadawul","transaction_id":"100001","hashed":"{hashed}"}}"#
    );
    assert_eq!(body, expected);

    let callback = tlync::Callback::verify_json(body.as_bytes(), &shop.verifier())?;
    assert_eq!(callback.payment_method(), Some(&PaymentMethod::Tadawul));
    let Settlement::Paid(paid) = callback.settle(&invoice_no("INV-1")?, "5".parse()?)? else {
        return Err("not paid".into());
    };
    assert_eq!(
        paid.transaction_id().map(TransactionId::as_str),
        Some("100001")
    );

    let pairs = [("approved", "1"), ("invoice_no", "INV-1")];
    let hashed = sign(pairs, &shop.sandbox.secret_key());
    let expected = format!("{RETURN_URL}&approved=1&invoice_no=INV-1&hashed={hashed}");
    assert_eq!(location(&response)?, expected);
    let page = tlync::Return::verify(query(&expected)?, &shop.verifier())?;
    assert!(page.is_approved());
    assert_eq!(page.invoice_no(), &invoice_no("INV-1")?);

    let invoice_no = invoice_no("INV-1")?;
    let answered = Some(Delivery::Answered { status: 200 });
    assert_eq!(shop.sandbox.delivery(&invoice_no), answered);
    assert_eq!(shop.sandbox.callback_body(&invoice_no), Some(body));
    assert!(shop.sandbox.is_paid(&invoice_no));
    Ok(())
}

#[tokio::test]
async fn approved_without_a_browser_is_the_same() -> Result {
    let shop = Shop::open().await?;
    let mut server = Server::open(OK).await?;
    let page = shop.checkout("tlync", &tlync_order(&server.url)).await?;
    let invoice_no = invoice_no("INV-1")?;
    assert_eq!(shop.sandbox.callback_body(&invoice_no), None);
    assert_eq!(shop.sandbox.delivery(&invoice_no), None);
    assert!(!shop.sandbox.is_paid(&invoice_no));

    let url = shop.sandbox.approve(&invoice_no).await?;
    let first = server.received()?.body;
    assert!(tlync::Callback::verify_json(first.as_bytes(), &shop.verifier()).is_ok());
    assert!(tlync::Return::verify(query(&url)?, &shop.verifier())?.is_approved());

    // The second time: the same URL and the same callback.
    let reloaded = shop.browser.press(&page, "approve").await?;
    assert_eq!(location(&reloaded)?, url);
    assert_eq!(server.received()?.body, first);
    assert!(server.received().is_err(), "one for each approval");

    let canceled = shop.sandbox.cancel(&invoice_no).await;
    assert_eq!(canceled, Err(SandboxError::AlreadyApproved { invoice_no }));
    assert!(server.received().is_err(), "none for what is refused");
    Ok(())
}

#[tokio::test]
async fn a_return_proves_nothing() -> Result {
    let shop = Shop::open().await?;
    shop.checkout("tlync", &tlync_order(ELSEWHERE)).await?;
    let url = shop.sandbox.approve(&invoice_no("INV-1")?).await?;
    let missing = Some(CallbackError::MissingField { key: "gateway" });
    let as_callback = tlync::Callback::verify(query(&url)?, &shop.verifier());
    assert_eq!(as_callback.err(), missing);
    let as_callback = local_bank_cards::Callback::verify(query(&url)?, &shop.verifier());
    assert_eq!(as_callback.err(), missing);
    Ok(())
}

#[tokio::test]
async fn canceled_is_told_to_the_browser_alone() -> Result {
    let shop = Shop::open().await?;
    let mut server = Server::open(OK).await?;
    let page = shop.checkout("tlync", &tlync_order(&server.url)).await?;
    let response = shop.browser.press(&page, "cancel").await?;
    assert_eq!(response.status(), 303);
    let hashed = sign([("invoice_no", "INV-1")], &shop.sandbox.secret_key());
    let expected = format!("{RETURN_URL}&invoice_no=INV-1&hashed={hashed}");
    assert_eq!(location(&response)?, expected);
    let page = tlync::Return::verify(query(&expected)?, &shop.verifier())?;
    assert!(!page.is_approved());

    let invoice_no = invoice_no("INV-1")?;
    assert_eq!(shop.sandbox.cancel(&invoice_no).await?, expected);
    assert!(server.received().is_err());
    assert_eq!(shop.sandbox.callback_body(&invoice_no), None);
    assert_eq!(shop.sandbox.delivery(&invoice_no), None);
    assert!(!shop.sandbox.is_paid(&invoice_no));
    Ok(())
}

#[tokio::test]
async fn the_payer_chooses_how_he_pays() -> Result {
    let shop = Shop::open().await?;
    let methods = [
        ("tadawul", "Tadawul"),
        ("edfaly", "Adfali"),
        ("sadad", "Sadad"),
        ("mobicash", "MobiCash"),
        ("moamalat", "Moamalat"),
        // The set is open, and the sandbox accepts other methods.
        ("new \"pay\"", ""),
    ];
    for (index, (method, name)) in methods.into_iter().enumerate() {
        let invoice = format!("INV-{index}");
        let fields = with(&tlync_order(ELSEWHERE), ("invoice_no", &invoice));
        let fields = with(&fields, ("lang", "en"));
        let page = shop.checkout("tlync", &fields).await?;
        if !name.is_empty() {
            let html = shop.browser.get(&page).await?.text().await?;
            let option = format!("<option value=\"{method}\">{name}</option>");
            assert!(html.contains(&option), "{option} in {html}");
        }
        let form = [("payment_method", method), ("answer", "approve")];
        let response = shop.browser.submit(&page, &encode(&form)).await?;
        assert_eq!(response.status(), 303);

        // A reload does not change the payment method.
        shop.browser.press(&page, "approve").await?;
        let body = shop.sandbox.callback_body(&invoice_no(&invoice)?);
        let body = body.ok_or("no callback")?;
        let callback = tlync::Callback::verify_json(body.as_bytes(), &shop.verifier())?;
        let told = callback.payment_method().map(PaymentMethod::as_str);
        assert_eq!(told, Some(method));
    }
    Ok(())
}

#[tokio::test]
async fn a_payment_method_that_is_none_answers_nothing() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("tlync", &tlync_order(ELSEWHERE)).await?;
    for method in ["", "a\nb", &"x".repeat(256)] {
        let form = [("answer", "approve"), ("payment_method", method)];
        let response = shop.browser.submit(&page, &encode(&form)).await?;
        assert_eq!(response.status(), 400, "{method:?}");
    }
    assert!(!shop.sandbox.is_paid(&invoice_no("INV-1")?));
    Ok(())
}

#[tokio::test]
async fn only_tlync_asks_how_the_payer_pays() -> Result {
    let shop = Shop::open().await?;
    for (gateway, invoice_no, asks) in [
        ("tlync", "INV-1", true),
        ("mpgs", "INV-2", false),
        ("localbankcards", "INV-3", false),
    ] {
        let fields = with(&tlync_order(ELSEWHERE), ("invoice_no", invoice_no));
        let page = shop.checkout(gateway, &fields).await?;
        let html = shop.browser.get(&page).await?.text().await?;
        assert_eq!(html.contains("<select"), asks, "{html}");
        assert_eq!(html.contains("T-Lync"), asks, "{html}");
    }
    Ok(())
}

#[tokio::test]
async fn other_gateways_post_nothing() -> Result {
    let shop = Shop::open().await?;
    let mut server = Server::open(OK).await?;
    for gateway in ["mpgs", "localbankcards"] {
        let fields = with(&tlync_order(&server.url), ("invoice_no", gateway));
        shop.checkout(gateway, &fields).await?;
        let invoice_no = invoice_no(gateway)?;
        shop.sandbox.approve(&invoice_no).await?;
        assert_eq!(shop.sandbox.callback_body(&invoice_no), None);
        assert_eq!(shop.sandbox.delivery(&invoice_no), None);
    }
    assert!(server.received().is_err());
    Ok(())
}

#[tokio::test]
async fn whatever_the_server_answers_is_recorded_and_the_payer_returns() -> Result {
    let shop = Shop::open().await?;
    let mut target = Server::open(OK).await?;
    let redirect = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
        target.url
    );
    for (index, (answer, expected)) in [
        (OK, Delivery::Answered { status: 200 }),
        (
            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
            Delivery::Answered { status: 204 },
        ),
        (
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 9\r\n\r\ncut",
            Delivery::Answered { status: 500 },
        ),
        (redirect.leak(), Delivery::Answered { status: 307 }),
        ("", Delivery::Failed),
        ("what?\r\n\r\n", Delivery::Failed),
        ("HTTP/1.1 200 O", Delivery::Failed),
    ]
    .into_iter()
    .enumerate()
    {
        let mut server = Server::open(answer).await?;
        let invoice = format!("INV-{index}");
        let fields = with(&tlync_order(&server.url), ("invoice_no", &invoice));
        shop.checkout("tlync", &fields).await?;
        let invoice_no = invoice_no(&invoice)?;
        let url = shop.sandbox.approve(&invoice_no).await?;
        assert!(tlync::Return::verify(query(&url)?, &shop.verifier())?.is_approved());
        assert_eq!(
            shop.sandbox.delivery(&invoice_no),
            Some(expected),
            "{answer}"
        );
        assert!(server.received().is_ok());
        assert!(server.received().is_err(), "sent once");
    }
    assert!(target.received().is_err(), "no redirect is followed");
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_not_there_stops_nobody() -> Result {
    let shop = Shop::open().await?;
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/", closed.local_addr()?);
    drop(closed);
    let page = shop.checkout("tlync", &tlync_order(&url)).await?;
    assert_eq!(shop.browser.press(&page, "approve").await?.status(), 303);
    let delivery = shop.sandbox.delivery(&invoice_no("INV-1")?);
    assert_eq!(delivery, Some(Delivery::Failed));
    Ok(())
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_not_waited_for() -> Result {
    let shop = Shop::open().await?;
    let mut server = Server::open_silent(OK).await?;
    let page = shop.checkout("tlync", &tlync_order(&server.url)).await?;
    let begin = Instant::now();
    assert_eq!(shop.browser.press(&page, "approve").await?.status(), 303);
    assert!(begin.elapsed() >= Duration::from_secs(4), "it had its time");
    assert!(server.received().is_ok());
    let delivery = shop.sandbox.delivery(&invoice_no("INV-1")?);
    assert_eq!(delivery, Some(Delivery::TimedOut));
    Ok(())
}

#[tokio::test]
async fn the_browser_waits_until_the_server_has_answered() -> Result {
    let shop = Shop::open().await?;
    let mut server = Server::open_silent(OK).await?;
    let page = shop.checkout("tlync", &tlync_order(&server.url)).await?;
    let press = shop.browser.press(&page, "approve");
    let mut press = std::pin::pin!(press);
    let answered = async {
        let received = server.requests.recv().await;
        // Long enough for the answer to the browser, if it did not wait.
        tokio::time::sleep(Duration::from_millis(100)).await;
        received
    };
    tokio::select! {
        biased;
        _ = &mut press => return Err("the browser did not wait".into()),
        received = answered => assert!(received.is_some()),
    }
    assert_eq!(shop.sandbox.delivery(&invoice_no("INV-1")?), None);
    server.answers.add_permits(1);
    assert_eq!(press.await?.status(), 303);
    Ok(())
}

#[tokio::test]
async fn a_payer_who_is_gone_does_not_stop_the_callback() -> Result {
    let shop = Shop::open().await?;
    let mut server = Server::open_silent(OK).await?;
    let page = shop.checkout("tlync", &tlync_order(&server.url)).await?;
    {
        let press = shop.browser.press(&page, "approve");
        tokio::select! {
            biased;
            _ = press => return Err("the browser did not wait".into()),
            received = server.requests.recv() => assert!(received.is_some()),
        }
        // The browser closes its connection here.
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.answers.add_permits(1);
    let invoice_no = invoice_no("INV-1")?;
    for _ in 0..100 {
        if shop.sandbox.delivery(&invoice_no).is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let answered = Some(Delivery::Answered { status: 200 });
    assert_eq!(shop.sandbox.delivery(&invoice_no), answered);
    Ok(())
}

#[tokio::test]
async fn a_callback_for_elsewhere_is_not_sent_but_can_be_had() -> Result {
    let shop = Shop::open().await?;
    let mut server = Server::open(OK).await?;
    let over_tls = server.url.replace("http://", "https://");
    for (index, url) in [ELSEWHERE, "http://192.0.2.1/callback", &over_tls]
        .into_iter()
        .enumerate()
    {
        let invoice = format!("INV-{index}");
        let fields = with(&tlync_order(url), ("invoice_no", &invoice));
        shop.checkout("tlync", &fields).await?;
        let invoice_no = invoice_no(&invoice)?;
        let begin = Instant::now();
        let url = shop.sandbox.approve(&invoice_no).await?;
        assert!(begin.elapsed() < Duration::from_secs(4), "nobody is asked");
        assert!(tlync::Return::verify(query(&url)?, &shop.verifier())?.is_approved());
        let delivery = shop.sandbox.delivery(&invoice_no);
        assert_eq!(delivery, Some(Delivery::NotSent));
        let body = shop.sandbox.callback_body(&invoice_no).ok_or("no body")?;
        let callback = tlync::Callback::verify_json(body.as_bytes(), &shop.verifier())?;
        let settlement = callback.settle(&invoice_no, "5".parse()?)?;
        assert!(matches!(settlement, Settlement::Paid(_)));
    }
    assert!(server.received().is_err());
    Ok(())
}

#[test]
fn approving_needs_no_particular_runtime() -> Result {
    let runtime = tokio::runtime::Runtime::new()?;
    let (shop, mut server) = runtime.block_on(async {
        let shop = Shop::open().await?;
        let server = Server::open(OK).await?;
        shop.checkout("tlync", &tlync_order(&server.url)).await?;
        Result::Ok((shop, server))
    })?;
    // Outside of any runtime. The shop's server is on another thread.
    let mut approve = std::pin::pin!(async {
        let invoice_no = invoice_no("INV-1")?;
        Result::Ok(shop.sandbox.approve(&invoice_no).await?)
    });
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for _ in 0..500 {
        if let std::task::Poll::Ready(url) = approve.as_mut().poll(&mut context) {
            assert!(url?.contains("approved=1"));
            assert!(server.received().is_ok());
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Err("it does not end".into())
}

#[tokio::test]
async fn core_sends_the_request_and_reads_the_answer() -> Result {
    let shop = Shop::open().await?;
    let request = tlync::Confirm::builder()
        .amount("12.50".parse()?)
        .invoice_no("INV-1".parse()?)
        .mobile_number("+218 94-363 23 23".parse()?)
        .return_url("https://shop.example/thanks".parse()?)
        .callback_url("http://127.0.0.1:9/callback".parse()?)
        .email("payer@mail.example".parse()?)
        .customer_ip("::1".parse()?)
        .lang(plutu_core::Language::En)
        .build();
    let (status, body) = shop.send(&request.wire()).await?;
    let redirect = request.reply(status, &body)?;
    let response = shop.browser.get(redirect.url()).await?;
    assert_eq!(response.status(), 200);
    let html = response.text().await?;
    assert!(html.contains("12.50") && html.contains("LYD"), "{html}");
    Ok(())
}

#[tokio::test]
async fn required_fields_are_required() -> Result {
    let shop = Shop::open().await?;
    let required = [
        "amount",
        "callback_url",
        "invoice_no",
        "mobile_number",
        "return_url",
    ];
    let empty = required.map(|name| (name, ""));
    let order = tlync_order(ELSEWHERE);
    let twice = [order, order].concat();
    for fields in [&[] as &[_], &empty, &twice] {
        let answer = shop.confirm("tlync", fields).await?;
        answer.assert_bad_fields(&required);
    }
    let tolerated = [("email", ""), ("customer_ip", ""), ("lang", ""), ("x", "y")];
    let fields = [order.as_slice(), &tolerated].concat();
    assert_eq!(shop.confirm("tlync", &fields).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn every_field_has_its_rule() -> Result {
    let shop = Shop::open().await?;
    let order = tlync_order(ELSEWHERE);
    for bad in [
        ("amount", "0"),
        ("amount", "5.001"),
        ("invoice_no", "INV 1"),
        ("mobile_number", "0973632323"),
        ("mobile_number", "+218923632323"),
        ("mobile_number", "payer@mail.example"),
        ("return_url", "/paid"),
        ("return_url", "https://shop.example/?invoice.no=1"),
        ("callback_url", "/callback"),
        ("callback_url", "javascript:alert(1)"),
        ("callback_url", "https://user@shop.example/"),
        ("callback_url", "https://shop.example/#x"),
        ("email", "payer"),
        ("email", "payer@mail"),
        ("customer_ip", "localhost"),
        ("lang", "fr"),
    ] {
        let answer = shop.confirm("tlync", &with(&order, bad)).await?;
        answer.assert_bad_field(bad.0);
        assert!(
            !answer.json.to_string().contains(bad.1) || bad.1 == "0",
            "not repeated: {bad:?}"
        );
    }
    assert_eq!(shop.confirm("tlync", &order).await?.status, 200);
    let answer = shop.confirm("tlync", &order).await?;
    answer.assert_error(400, "DUPLICATED_INVOICE_NUMBER");
    let answer = shop.confirm("mpgs", &order).await?;
    answer.assert_error(400, "DUPLICATED_INVOICE_NUMBER");
    Ok(())
}

#[tokio::test]
async fn the_payers_number_and_address_are_shown_nowhere() -> Result {
    let shop = Shop::open().await?;
    let mut server = Server::open(OK).await?;
    let fields = with(&tlync_order(&server.url), ("email", "payer@mail.example"));
    let page = shop.checkout("tlync", &fields).await?;
    let open = shop.browser.get(&page).await?.text().await?;
    let response = shop.browser.press(&page, "approve").await?;
    assert_eq!(header(&response, "cache-control"), Some("no-store"));
    let url = location(&response)?.to_owned();
    let answered = shop.browser.get(&page).await?.text().await?;
    let Received { head, body } = server.received()?;
    for text in [
        open,
        url,
        answered,
        head,
        body,
        format!("{:?}", shop.sandbox),
    ] {
        assert!(
            !text.contains("3632323") && !text.contains("payer@"),
            "{text}"
        );
    }
    Ok(())
}
