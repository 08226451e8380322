//! Gateways that the sandbox knows only from their declarations.
//!
//! The expected values are written as raw bytes. None of them is derived from a description.

use std::fs;
use std::path::Path;

use plutu_core::Request;
use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::plutu_gateway;
use plutu_sandbox::Carrier;
use plutu_sandbox::Delivery;
use plutu_sandbox::Fault;
use plutu_sandbox::PaymentStatus;
use plutu_sandbox::Refusal;
use plutu_sandbox::Sandbox;
use plutu_sandbox::SandboxBuilder;
use reqwest::Method;
use serde_json::Value;
use serde_json::json;

use crate::support::Browser;
use crate::support::ORDER;
use crate::support::RETURN_URL;
use crate::support::Result;
use crate::support::Shop;
use crate::support::encode;
use crate::support::invoice_no;
use crate::support::location;
use crate::support::order;
use crate::support::query;
use crate::support::with;

/// MPGS for an account in euros.
#[plutu_gateway(name = "mpgs", currency = "EUR")]
mod euros {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) return_url: ReturnUrl,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) amount: Amount,
        pub(crate) currency: Currency,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) transaction_id: TransactionId,
    }
}

/// A gateway with a page and a callback that the browser carries. It has other names on the wire,
/// fields that the callback repeats, and a field that only the gateway knows.
#[plutu_gateway(name = "coast-pay", currency = "LYD")]
mod coast {
    use plutu_core::field::*;

    /// A till: a letter and two digits.
    #[derive(Debug)]
    pub(crate) struct Till(String);

    impl Till {
        fn read_text(text: &str) -> Result<Self, FieldError> {
            match text.as_bytes() {
                [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9'] => Ok(Self(text.to_owned())),
                _ => Err(FieldError::new("till", "it is not a letter and two digits")),
            }
        }
    }

    impl RequestField for Till {
        const EXAMPLE: &'static str = "A01";

        fn check(text: &str) -> Result<(), FieldError> {
            Self::read_text(text).map(drop)
        }

        fn write(&self, value: &mut FormValue<'_>) {
            value.push_str(&self.0);
        }
    }

    impl CallbackField for Till {
        const EXAMPLE: &'static str = "Z99";

        fn read(text: &str) -> Result<Self, FieldError> {
            Self::read_text(text)
        }
    }

    /// The payer's name at the till, which is private.
    #[derive(Debug)]
    pub(crate) struct Nickname(String);

    impl RequestField for Nickname {
        const HIDDEN: bool = true;

        fn write(&self, value: &mut FormValue<'_>) {
            value.push_str(&self.0);
        }
    }

    impl CallbackField for Nickname {
        const EXAMPLE: &'static str = "somebody";

        fn read(text: &str) -> Result<Self, FieldError> {
            Ok(Self(text.to_owned()))
        }
    }

    /// A field that only the gateway knows.
    #[derive(Debug)]
    pub(crate) enum Risk {
        Low,
        High,
    }

    impl CallbackField for Risk {
        const KIND: FieldKind = FieldKind::Choice {
            values: &["low", "high"],
        };
        const EXAMPLE: &'static str = "low";

        fn read(text: &str) -> Result<Self, FieldError> {
            match text {
                "low" => Ok(Self::Low),
                "high" => Ok(Self::High),
                _ => Err(FieldError::new("risk", "it is neither low nor high")),
            }
        }
    }

    #[request(reply = Redirect, action = "open")]
    pub(crate) struct Open {
        pub(crate) till: Till,
        #[wire("sum")]
        pub(crate) amount: Amount,
        #[wire("ref")]
        pub(crate) invoice_no: InvoiceNo,
        #[wire("back")]
        pub(crate) return_url: ReturnUrl,
        pub(crate) via: Option<Till>,
        pub(crate) nickname: Option<Nickname>,
    }

    #[callback(approved_only)]
    pub(crate) struct Callback {
        pub(crate) transaction_id: TransactionId,
        #[wire("where")]
        pub(crate) till: Till,
        #[wire("sum")]
        pub(crate) amount: Amount,
        pub(crate) via: Option<Till>,
        #[wire("ref")]
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) risk: Risk,
        pub(crate) nickname: Nickname,
    }
}

/// A gateway with a page, and a callback with both flags that the server posts.
#[plutu_gateway(name = "harbor", currency = "USD")]
mod harbor {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub(crate) struct Confirm {
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) return_url: ReturnUrl,
        pub(crate) callback_url: Option<CallbackUrl>,
        pub(crate) lang: Option<Language>,
    }

    #[callback]
    pub(crate) struct Callback {
        pub(crate) invoice_no: InvoiceNo,
        pub(crate) amount: Amount,
        pub(crate) paid_by: PaymentMethod,
        pub(crate) transaction_id: TransactionId,
    }
}

/// A gateway with a one-time password of five digits and without a mobile number.
#[plutu_gateway(name = "souq", currency = "LYD")]
mod souq {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub(crate) struct Start {
        pub(crate) stall: PlainText,
        pub(crate) amount: Amount,
    }

    #[request(reply = Receipt, answers = Start(process_id, amount), moves_money)]
    pub(crate) struct Pay {
        #[wire("process")]
        pub(crate) process_id: ProcessId,
        pub(crate) pin: Otp<5>,
        pub(crate) amount: Amount,
        pub(crate) invoice_no: InvoiceNo,
    }
}

/// A gateway with its own reply types.
#[plutu_gateway(name = "counter", currency = "LYD")]
mod counter {
    use plutu_core::Request;
    use plutu_core::field::*;
    use plutu_core::reply::Reply;
    use plutu_core::reply::ReplyFields;

    #[derive(Debug)]
    pub(crate) struct Ticket(pub(crate) TransactionId);

    impl<R: Request> Reply<R> for Ticket {
        fn read(_: &R, result: &ReplyFields<'_>) -> Result<Self, FieldError> {
            Ok(Self(result.required("ticket")?.parse()?))
        }
    }

    #[request(reply = Ticket)]
    pub(crate) struct Open {
        pub(crate) amount: Amount,
        pub(crate) desk: PlainText,
        pub(crate) email: Option<Email>,
    }

    #[request(reply = Ticket)]
    pub(crate) struct Close {
        pub(crate) ticket: TransactionId,
    }
}

async fn shop(builder: SandboxBuilder) -> Result<Shop> {
    Ok(Shop {
        sandbox: builder.start().await?,
        browser: Browser::open()?,
    })
}

/// A valid order for `INV-1`.
const COAST: [(&str, &str); 4] = [
    ("till", "B07"),
    ("sum", "12.5"),
    ("ref", "INV-1"),
    ("back", RETURN_URL),
];

async fn open(shop: &Shop, fields: &[(&str, &str)]) -> Result {
    let answer = shop.post_form("coast-pay", "open", fields).await?;
    assert_eq!(answer.status, 200, "{}", answer.json);
    Ok(())
}

fn coast() -> SandboxBuilder {
    Sandbox::builder().gateway::<coast::Gateway>()
}

#[tokio::test]
async fn one_line_adds_mpgs_in_euros() -> Result {
    let shop = shop(Sandbox::builder().gateway::<euros::Gateway>()).await?;
    let url = shop.checkout("mpgs", &order("INV-1")).await?;
    let page = shop.browser.get(&url).await?.text().await?;
    assert!(
        page.contains("12.50") && page.contains("EUR") && page.contains("MPGS"),
        "{page}"
    );

    let url = shop.sandbox.approve(&invoice_no("INV-1")?).await?;
    let query = query(&url)?;
    let signed = "order=77&gateway=mpgs&approved=1&amount=12.50&currency=EUR&invoice_no=INV-1\
        &transaction_id=100001&hashed=";
    assert!(query.starts_with(signed), "{query}");
    let callback = euros::Callback::verify(query, &shop.verifier())?;
    let settlement = callback.settle(&"INV-1".parse()?, "12.50".parse()?)?;
    assert!(matches!(settlement, Settlement::Paid(_)));

    let payment = shop.sandbox.payment(&invoice_no("INV-1")?).ok_or("none")?;
    assert_eq!((payment.gateway(), payment.currency()), ("mpgs", "EUR"));
    assert_eq!(payment.payment_method(), None);
    // It exists once, and the other gateways still exist.
    let page = shop.browser.get(&shop.at("/")).await?.text().await?;
    assert_eq!(page.matches(r#"<option value="mpgs/confirm">"#).count(), 1);
    assert_eq!(page.matches("/confirm\">").count(), 5);
    Ok(())
}

#[tokio::test]
async fn a_callback_repeats_fields_of_the_request() -> Result {
    let shop = shop(coast()).await?;
    let fields = [
        ("nickname", "the payer's own"),
        ("via", "C01"),
        ("unknown", "1"),
    ];
    open(&shop, &[&COAST[..], &fields[..]].concat()).await?;
    let url = shop.sandbox.approve(&invoice_no("INV-1")?).await?;
    let pairs = [
        ("gateway", "coast-pay"),
        ("approved", "1"),
        ("transaction_id", "100001"),
        ("where", "B07"),
        ("sum", "12.50"),
        ("via", "C01"),
        ("ref", "INV-1"),
        ("risk", "low"),
        // The payer's private data is not kept.
        ("nickname", "somebody"),
    ];
    let expected = signed_query(pairs, &shop.sandbox.secret_key());
    assert_eq!(url, format!("{RETURN_URL}&{expected}"));
    let callback = coast::Callback::verify(query(&url)?, &shop.verifier())?;
    let settlement = callback.settle(&"INV-1".parse()?, "12.50".parse()?)?;
    assert!(matches!(settlement, Settlement::Paid(_)));

    // Optional fields that the request did not send are left out.
    open(&shop, &with(&COAST, ("ref", "INV-2"))).await?;
    let url = shop.sandbox.approve(&invoice_no("INV-2")?).await?;
    assert!(
        url.contains("&sum=12.50&ref=INV-2&risk=low&nickname=somebody&hashed="),
        "{url}"
    );
    assert!(coast::Callback::verify(query(&url)?, &shop.verifier()).is_ok());
    Ok(())
}

#[tokio::test]
async fn a_callback_with_approved_alone_says_0_after_a_decline_and_nothing_after_a_cancellation()
-> Result {
    let shop = shop(coast()).await?;
    for number in ["D", "C"] {
        open(&shop, &with(&COAST, ("ref", number))).await?;
    }
    let declined = shop.sandbox.decline(&invoice_no("D")?).await?;
    let begin = format!("{RETURN_URL}&gateway=coast-pay&approved=0&transaction_id=100001&");
    assert!(declined.starts_with(&begin), "{declined}");
    let canceled = shop.sandbox.cancel(&invoice_no("C")?).await?;
    let begin = format!("{RETURN_URL}&gateway=coast-pay&transaction_id=100002&");
    assert!(canceled.starts_with(&begin), "{canceled}");
    for (url, number) in [(declined, "D"), (canceled, "C")] {
        let callback = coast::Callback::verify(query(&url)?, &shop.verifier())?;
        let settlement = callback.settle(&number.parse()?, "12.50".parse()?)?;
        assert!(matches!(settlement, Settlement::Undecided));
        let payment = shop.sandbox.payment(&invoice_no(number)?).ok_or("none")?;
        assert_eq!(payment.callbacks()[0].carrier(), Carrier::Browser);
    }
    Ok(())
}

#[tokio::test]
async fn fields_are_checked_as_they_are_declared() -> Result {
    let shop = shop(coast()).await?;
    for (field, value, reason) in [
        ("till", "b7", "it is not a letter and two digits"),
        ("till", "", "it is empty"),
        ("sum", "12.505", "more than two decimals"),
        ("ref", "INV 1", ""),
        (
            "back",
            "https://shop.example/?where=1",
            "its query holds the key `where`, which the gateway uses",
        ),
        (
            "back",
            "javascript:alert(1)",
            "it is not an absolute http or https URL",
        ),
    ] {
        let answer = shop
            .post_form("coast-pay", "open", &with(&COAST, (field, value)))
            .await?;
        let code = if field == "sum" {
            (400, "INVALID_AMOUNT")
        } else {
            (422, "INVALID_INPUTS")
        };
        answer.assert_error(code.0, code.1);
        answer.assert_blamed(&[field]);
        let message = answer.text("/error/message").unwrap_or_default();
        assert!(message.contains(reason), "{message}");
    }
    // The built-in gateways' names are unknown here.
    let answer = shop.post_form("coast-pay", "open", &ORDER).await?;
    answer.assert_bad_fields(&["sum", "ref", "back", "till"]);
    Ok(())
}

#[tokio::test]
async fn hidden_fields_are_shown_nowhere() -> Result {
    let shop = shop(coast()).await?;
    let canary = "a canary of the payer";
    let fields = with(&COAST, ("nickname", canary));
    open(&shop, &fields).await?;
    // This also applies to endpoints that do not declare the field.
    let stray = with(&ORDER, ("nickname", canary));
    assert_eq!(
        shop.confirm("mpgs", &with(&stray, ("invoice_no", "X")))
            .await?
            .status,
        200
    );
    let stray = [("mobile_number", "0913632323"), ("code", canary)];
    shop.post_form("coast-pay", "open", &stray).await?;
    let calls = shop
        .control(Method::GET, "/calls", "")
        .await?
        .json
        .to_string();
    let page = shop.browser.get(&shop.at("/")).await?.text().await?;
    for shown in [&calls, &page] {
        assert!(shown.contains("nickname") && shown.contains("••••••"));
        assert!(!shown.contains(canary), "{shown}");
    }
    Ok(())
}

#[tokio::test]
async fn a_posted_callback_reports_a_cancellation_if_it_has_the_flag() -> Result {
    let shop = shop(Sandbox::builder().gateway::<harbor::Gateway>()).await?;
    // Nothing listens there.
    let callback_url = ("callback_url", "http://127.0.0.1:1/");
    for number in ["A", "D", "C"] {
        let fields = [&order(number)[..], &[callback_url]].concat();
        shop.checkout("harbor", &fields).await?;
    }
    // There is no return page, and the browser carries no callback: it only returns.
    assert_eq!(shop.sandbox.approve(&invoice_no("A")?).await?, RETURN_URL);
    assert_eq!(shop.sandbox.decline(&invoice_no("D")?).await?, RETURN_URL);
    assert_eq!(shop.sandbox.cancel(&invoice_no("C")?).await?, RETURN_URL);
    for (number, flag) in [
        ("A", r#""approved":"1","#),
        ("D", ""),
        ("C", r#""canceled":"1","#),
    ] {
        let number = invoice_no(number)?;
        let body = shop.sandbox.callback_body(&number).ok_or("no body")?;
        let begin = format!(
            r#"{{"gateway":"harbor",{flag}"invoice_no":"{number}","amount":"12.50","paid_by":"tadawul","transaction_id":"1000"#
        );
        assert!(body.starts_with(&begin), "{body}");
        let callback = harbor::Callback::verify_json(body.as_bytes(), &shop.verifier())?;
        let settlement = callback.settle(&number, "12.50".parse()?)?;
        match number.as_str() {
            "A" => assert!(matches!(settlement, Settlement::Paid(_))),
            "D" => assert!(matches!(settlement, Settlement::Undecided)),
            _ => assert!(matches!(settlement, Settlement::Canceled)),
        }
        assert_eq!(shop.sandbox.delivery(&number), Some(Delivery::Failed));
        let posted = shop.sandbox.wait_for_callback(&number).await?;
        assert_eq!(posted.carrier(), Carrier::Server);
        assert_eq!(posted.body(), Some(body.as_str()));
    }
    Ok(())
}

#[tokio::test]
async fn without_a_callback_url_the_browser_carries_the_callback() -> Result {
    let shop = shop(Sandbox::builder().gateway::<harbor::Gateway>()).await?;
    shop.checkout("harbor", &order("INV-1")).await?;
    let url = shop.sandbox.cancel(&invoice_no("INV-1")?).await?;
    assert!(
        url.contains("&gateway=harbor&canceled=1&invoice_no=INV-1&amount="),
        "{url}"
    );
    assert!(harbor::Callback::verify(query(&url)?, &shop.verifier()).is_ok());
    assert_eq!(shop.sandbox.callback_body(&invoice_no("INV-1")?), None);
    let carried = shop
        .sandbox
        .wait_for_callback(&invoice_no("INV-1")?)
        .await?;
    assert_eq!(carried.carrier(), Carrier::Browser);
    Ok(())
}

#[tokio::test]
async fn the_page_follows_the_description() -> Result {
    let shop = shop(coast().gateway::<harbor::Gateway>()).await?;
    let fields = [&order("INV-1")[..], &[("lang", "en")]].concat();
    let url = shop.checkout("harbor", &fields).await?;
    let page = shop.browser.get(&url).await?.text().await?;
    assert!(
        page.contains(r#"<option value="tadawul">tadawul</option>"#),
        "{page}"
    );
    assert!(
        page.contains("<dd>harbor</dd>") && page.contains("USD"),
        "{page}"
    );
    // A bare return URL has no signature to forge.
    let answer = shop.browser.press(&url, "tamper").await?;
    let forged = location(&answer)?;
    assert!(harbor::Callback::verify(query(forged)?, &shop.verifier()).is_err());
    let form = encode(&[("answer", "pay"), ("payment_method", "own-cards")]);
    let answer = shop.browser.submit(&url, &form).await?;
    let paid = location(&answer)?;
    assert!(paid.contains("&paid_by=own-cards&"), "{paid}");

    let answer = shop
        .post_form("coast-pay", "open", &with(&COAST, ("ref", "INV-2")))
        .await?;
    let url = answer.text("/result/redirect_url").ok_or("no page")?;
    let page = shop.browser.get(url).await?.text().await?;
    assert!(
        page.contains("card_number") && page.contains("coast-pay"),
        "{page}"
    );
    Ok(())
}

#[tokio::test]
async fn nothing_is_forged_in_a_bare_return_url() -> Result {
    let shop = shop(Sandbox::builder().gateway::<harbor::Gateway>()).await?;
    let fields = [
        &order("INV-1")[..],
        &[("callback_url", "http://127.0.0.1:1/")],
    ]
    .concat();
    let url = shop.checkout("harbor", &fields).await?;
    let answer = shop.browser.press(&url, "tamper").await?;
    assert_eq!(location(&answer)?, RETURN_URL);
    let payment = shop.sandbox.payment(&invoice_no("INV-1")?).ok_or("none")?;
    assert_eq!(payment.status(), PaymentStatus::Open);
    let body = payment.callbacks()[0].body().ok_or("no body")?;
    assert!(harbor::Callback::verify_json(body.as_bytes(), &shop.verifier()).is_err());
    Ok(())
}

/// A confirmation of 40 dinars.
fn pay<'a>(process_id: &'a str, pin: &'a str) -> [(&'static str, &'a str); 4] {
    [
        ("process", process_id),
        ("pin", pin),
        ("amount", "40"),
        ("invoice_no", "INV-1"),
    ]
}

#[tokio::test]
async fn a_one_time_password_of_five_digits() -> Result {
    assert_eq!(Sandbox::otp::<souq::Gateway>(), Some("11111"));
    assert_eq!(Sandbox::otp::<coast::Gateway>(), None);
    let shop = shop(Sandbox::builder().gateway::<souq::Gateway>()).await?;
    let start = [("stall", "nine ٩"), ("amount", "40")];
    let answer = shop.post_form("souq", "start", &start).await?;
    assert_eq!(answer.status, 200, "{}", answer.json);
    assert_eq!(
        answer.json["result"],
        json!({"process_id": 1_000_000_000_001_u64, "amount": 40})
    );

    let messages = shop.control(Method::GET, "/messages", "").await?;
    let message = &messages.json["messages"][0];
    assert_eq!(
        (&message["otp"], &message["mobile_number"]),
        (&json!("11111"), &Value::Null)
    );
    let phone = shop
        .browser
        .get(&shop.at("/checkout/phone?lang=en"))
        .await?;
    let phone = phone.text().await?;
    assert!(phone.contains("souq") && phone.contains("11111"), "{phone}");

    let id = "1000000000001";
    for (fields, status, code) in [
        (pay(id, "11112"), 400, "INVLIAD_OTP"),
        (pay(id, "99999"), 400, "CONFIRMATION_ERROR"),
        (pay(id, "1111"), 400, "INVLIAD_OTP"),
        (pay(id, "111111"), 400, "INVLIAD_OTP"),
        (pay("7", "11111"), 422, "INVALID_INPUTS"),
    ] {
        let answer = shop.post_form("souq", "pay", &fields).await?;
        answer.assert_error(status, code);
    }
    let fields = pay(id, "11111");
    let answer = shop
        .post_form("souq", "pay", &with(&fields, ("amount", "41")))
        .await?;
    answer.assert_bad_field("amount");
    let message = answer.text("/error/message").unwrap_or_default();
    assert!(
        message.ends_with("it differs from the amount given to `start`"),
        "{message}"
    );
    assert!(!shop.sandbox.is_paid(&invoice_no("INV-1")?));
    let answer = shop.post_form("souq", "pay", &fields).await?;
    assert_eq!(
        answer.json["result"],
        json!({"transaction_id": 100_001, "amount": 40})
    );
    assert!(shop.sandbox.is_paid(&invoice_no("INV-1")?));
    let calls = shop
        .control(Method::GET, "/calls", "")
        .await?
        .json
        .to_string();
    assert!(!calls.contains("11111\""), "{calls}");
    Ok(())
}

#[tokio::test]
async fn a_process_belongs_to_its_own_gateway() -> Result {
    let shop = shop(Sandbox::builder().gateway::<souq::Gateway>()).await?;
    let verify = [("mobile_number", "0913632323"), ("amount", "40")];
    shop.post_form("edfali", "verify", &verify).await?;
    let fields = pay("1000000000001", "11111");
    let answer = shop.post_form("souq", "pay", &fields).await?;
    answer.assert_error(422, "INVALID_INPUTS");
    answer.assert_blamed(&["process"]);
    Ok(())
}

#[tokio::test]
async fn faults_work_at_declared_endpoints() -> Result {
    let shop = shop(coast().gateway::<souq::Gateway>()).await?;
    let start = |amount| [("stall", "nine"), ("amount", amount)];
    let answer = shop.post_form("souq", "start", &start("480.01")).await?;
    answer.assert_error(400, "INSUFFICIENT_BALANCE");
    assert_eq!(
        shop.post_form("souq", "start", &start("490.01"))
            .await?
            .status,
        200
    );
    let fields = with(&with(&COAST, ("sum", "490.03")), ("ref", "INV-3"));
    let answer = shop.post_form("coast-pay", "open", &fields).await?;
    answer.assert_error(503, "MAINTENANCE_MODE");
    let fields = with(&COAST, ("ref", "INV-4..error-400-NO"));
    shop.post_form("coast-pay", "open", &fields)
        .await?
        .assert_error(400, "NO");

    let plan = r#"{"fault":"error-418-TEA","endpoint":"coast-pay/open"}"#;
    assert_eq!(
        shop.control(Method::POST, "/faults", plan).await?.status,
        200
    );
    assert_eq!(
        shop.post_form("souq", "start", &start("1")).await?.status,
        200
    );
    let answer = shop.post_form("coast-pay", "open", &COAST).await?;
    answer.assert_error(418, "TEA");
    let plan = r#"{"fault":"drop-after","endpoint":"coast-pay/confirm"}"#;
    assert_eq!(
        shop.control(Method::POST, "/faults", plan).await?.status,
        400
    );
    // A fault of the callback finds the payment by the action of its request.
    shop.sandbox
        .fault_at("coast-pay/open", Fault::CallbackTwice);
    open(&shop, &COAST).await?;
    shop.sandbox.approve(&invoice_no("INV-1")?).await?;
    assert!(shop.sandbox.faults().is_empty());
    let payment = shop.sandbox.payment(&invoice_no("INV-1")?).ok_or("none")?;
    assert_eq!(payment.callbacks().len(), 2);
    let limit = shop.post_form("souq", "start", &start("501")).await?;
    limit.assert_error(400, "SANDBOX_TRANSACTION_LIMIT_EXCEEDED");
    Ok(())
}

const TICKET: [(&str, &str); 2] = [("amount", "12.5"), ("desk", "three")];

#[tokio::test]
async fn the_author_answers_with_their_own_reply() -> Result {
    let builder = Sandbox::builder()
        .gateway::<counter::Gateway>()
        .answer::<counter::Open>(|fields| match fields.field("desk") {
            Some("closed") => Err(Refusal::new(409, "DESK_CLOSED", "come back \u{202e}later")),
            _ => Ok(json!({ "ticket": 77, "all": fields.iter().collect::<Vec<_>>() })),
        });
    let shop = shop(builder).await?;
    let request = counter::Open::builder()
        .amount("12.50".parse()?)
        .desk("three".parse()?)
        .build();
    let (status, body) = shop.send(&request.wire()).await?;
    assert_eq!(request.reply(status, &body)?.0.as_str(), "77");
    let fields = [&TICKET[..], &[("email", ""), ("unknown", "1")]].concat();
    let answer = shop.post_form("counter", "open", &fields).await?;
    let all = json!([["amount", "12.5"], ["desk", "three"]]);
    assert_eq!(
        answer.json,
        json!({"status": 200, "result": {"ticket": 77, "all": all}})
    );

    let closed = with(&TICKET, ("desk", "closed"));
    let answer = shop.post_form("counter", "open", &closed).await?;
    answer.assert_error(409, "DESK_CLOSED");
    // The fields and the limit are checked first.
    let answer = shop
        .post_form("counter", "open", &[("desk", "closed"), ("email", "x")])
        .await?;
    answer.assert_bad_fields(&["email", "amount"]);
    let answer = shop
        .post_form("counter", "open", &with(&TICKET, ("amount", "501")))
        .await?;
    answer.assert_error(400, "SANDBOX_TRANSACTION_LIMIT_EXCEEDED");
    let calls = shop.control(Method::GET, "/calls", "").await?;
    let problem = calls.json["calls"][2]["problem"].as_str();
    assert_eq!(problem, Some("DESK_CLOSED: come back \u{202e}later"));
    Ok(())
}

#[tokio::test]
async fn without_the_author_their_own_reply_is_501() -> Result {
    let shop = shop(Sandbox::builder().gateway::<counter::Gateway>()).await?;
    let answer = shop.post_form("counter", "open", &TICKET).await?;
    answer.assert_error(501, "NOT_IMPLEMENTED");
    let message = answer.text("/error/message").unwrap_or_default();
    for call in ["Sandbox::builder()", "Program::new()"] {
        let call = format!("`{call}.answer::<Open>(|fields| …)`");
        assert!(message.contains(&call), "{message}");
    }
    let answer = shop
        .post_form("counter", "close", &[("ticket", "")])
        .await?;
    answer.assert_bad_field("ticket");
    Ok(())
}

/// If an author's function panics, the sandbox keeps running.
#[tokio::test]
async fn a_panic_in_an_authors_function_stops_nothing_else() -> Result {
    let builder = Sandbox::builder()
        .gateway::<counter::Gateway>()
        .answer::<counter::Open>(|_| panic!("of this test"));
    let shop = shop(builder).await?;
    let request = shop.post("/transaction/counter/open");
    let request = request.header("Content-Type", crate::support::FORM);
    let response = request.body(encode(&TICKET)).send().await?;
    assert_eq!(response.status(), 500);
    let answer = shop
        .post_form("counter", "close", &[("ticket", "1")])
        .await?;
    answer.assert_error(501, "NOT_IMPLEMENTED");
    Ok(())
}

/// A gateway's name has priority over another gateway's alias.
#[tokio::test]
async fn a_name_that_is_also_the_alias_of_another() -> Result {
    #[plutu_gateway(name = "sadad", currency = "LYD")]
    mod sadad {
        use plutu_core::field::*;

        #[request(reply = Redirect)]
        pub(crate) struct Confirm {
            pub(crate) amount: Amount,
            pub(crate) invoice_no: InvoiceNo,
            pub(crate) return_url: ReturnUrl,
        }

        #[callback]
        pub(crate) struct Callback {
            pub(crate) amount: Amount,
            pub(crate) invoice_no: InvoiceNo,
            pub(crate) transaction_id: TransactionId,
        }
    }
    let shop = shop(Sandbox::builder().gateway::<sadad::Gateway>()).await?;
    for (action, meant) in [("confirm", "sadad/confirm"), ("verify", "sadadapi/verify")] {
        let url = shop.at(&format!("/v1/transaction/sadad/{action}"));
        let text = shop.browser.get(&url).await?.text().await?;
        let hint = format!("did you mean /api/v1/transaction/{meant}?");
        assert!(text.contains(&hint), "{text}");
    }
    Ok(())
}

/// A page that asks for a card accepts no payment method.
#[tokio::test]
async fn the_payment_method_is_kept_if_the_page_asks_for_it() -> Result {
    let shop = shop(coast()).await?;
    open(&shop, &COAST).await?;
    let chosen = r#"{"payment_method":"own-cards"}"#;
    let path = "/payments/INV-1/approve";
    let answer = shop.control(Method::POST, path, chosen).await?;
    assert_eq!(answer.json["payment"]["payment_method"], Value::Null);
    Ok(())
}

#[tokio::test]
async fn a_wrong_path_gets_a_hint_for_declared_gateways() -> Result {
    let shop = shop(coast()).await?;
    let response = shop
        .browser
        .get(&shop.at("/v1/transaction/CoastPay/Open"))
        .await?;
    let text = response.text().await?;
    assert!(
        text.contains("did you mean /api/v1/transaction/coast-pay/open?"),
        "{text}"
    );
    // The dashboard's example of a first payment uses the page with the fewest required fields.
    let page = shop.browser.get(&shop.at("/")).await?.text().await?;
    assert!(
        page.contains("$PLUTU_BASE_URL/transaction/mpgs/confirm"),
        "{page}"
    );
    Ok(())
}

/// Each endpoint answers any input, and never with 500.
#[tokio::test]
async fn hostile_values_are_answered() -> Result {
    let builder = coast()
        .gateway::<harbor::Gateway>()
        .gateway::<souq::Gateway>()
        .gateway::<counter::Gateway>();
    let shop = shop(builder).await?;
    let long = "9".repeat(20_000);
    let values = [
        "",
        " ",
        "\0",
        "\r\nX: y",
        "\u{200e}1",
        "٣",
        "{}",
        "%",
        "1e9",
        "-1",
        &long,
        "http://\u{202e}",
        "http://a/\u{200e}",
    ];
    let names = [
        "till",
        "sum",
        "ref",
        "back",
        "via",
        "nickname",
        "amount",
        "invoice_no",
        "return_url",
        "callback_url",
        "lang",
        "stall",
        "process",
        "pin",
        "desk",
        "email",
        "ticket",
    ];
    for path in [
        "coast-pay/open",
        "harbor/confirm",
        "souq/start",
        "souq/pay",
        "counter/open",
        "counter/close",
    ] {
        let (gateway, action) = path.split_once('/').ok_or("no action")?;
        for value in values {
            let all = names.map(|name| (name, value));
            let answer = shop.post_form(gateway, action, &all).await?;
            assert!(
                answer.status < 500 || answer.status == 501,
                "{path} {value:?}"
            );
            for (field, valid) in names.map(|name| (name, value)).iter().zip(names) {
                let valid_ones = [
                    ("till", "B07"),
                    ("sum", "1"),
                    ("ref", valid),
                    ("back", RETURN_URL),
                    ("amount", "1"),
                    ("invoice_no", valid),
                    ("return_url", RETURN_URL),
                    ("stall", "1"),
                    ("process", "1"),
                    ("pin", "11111"),
                    ("desk", "1"),
                    ("ticket", "1"),
                ];
                let answer = shop
                    .post_form(gateway, action, &with(&valid_ones, *field))
                    .await?;
                assert!(
                    answer.status < 500 || answer.status == 501,
                    "{path} {field:?}"
                );
            }
        }
    }
    for payment in shop.sandbox.payments() {
        let url = shop.sandbox.approve(payment.invoice_no()).await?;
        assert!(url.starts_with("http"), "{url}");
    }
    Ok(())
}

/// Callbacks of a declared gateway verify only with the sandbox's secret.
#[tokio::test]
async fn another_secret_does_not_verify() -> Result {
    let shop = shop(coast()).await?;
    open(&shop, &COAST).await?;
    let url = shop.sandbox.approve(&invoice_no("INV-1")?).await?;
    let other = Verifier::new(SecretKey::new("sk_another")?);
    assert!(coast::Callback::verify(query(&url)?, &other).is_err());
    Ok(())
}

/// The five gateways are data: no source file names them, except their list and their facts.
#[test]
fn no_other_file_names_a_gateway() -> Result {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let tests = Some("tests.rs".as_ref());
    // The last one has the variants for `--mpgs-currency`.
    let data = [
        "gateway/built_in.rs",
        "gateway/facts.rs",
        "cli/mpgs_currency.rs",
    ];
    let data = data.map(|file| source.join(file));
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let is_code =
                path.extension().is_some_and(|it| it == "rs") && path.file_name() != tests;
            if path.is_dir() {
                folders.push(path);
            } else if is_code && !data.contains(&path) {
                let named = gateway_named_in(&fs::read_to_string(&path)?).map(str::to_owned);
                assert_eq!(named, None, "{}", path.display());
            }
        }
    }
    Ok(())
}

/// The first line that names one of the five gateways, outside of comments and tests.
fn gateway_named_in(source: &str) -> Option<&str> {
    let names = [
        "adfali",
        "edfali",
        "edfaly",
        "sadad",
        "localbank",
        "local_bank",
        "mpgs",
        "tlync",
        "t-lync",
    ];
    let code = source.split("#[cfg(test)]\nmod tests {").next()?;
    let mut lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.find(|line| {
        let line = line.to_lowercase().replace("mpgs_currency", "");
        let line = line.replace("mpgscurrency", "");
        names.iter().any(|name| line.contains(name))
    })
}
