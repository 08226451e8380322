//! The control API.

use plutu_core::gateways::mpgs;
use plutu_sandbox::Fault;
use plutu_sandbox::Sandbox;
use reqwest::Method;
use serde_json::Value;
use serde_json::json;

use crate::support::ORDER;
use crate::support::Result;
use crate::support::Shop;
use crate::support::invoice_no;
use crate::support::order;
use crate::support::query;
use crate::support::with;

impl Shop {
    async fn look(&self, path: &str) -> Result<Value> {
        let answer = self.control(Method::GET, path, "").await?;
        assert_eq!(answer.status, 200, "{}", answer.json);
        Ok(answer.json)
    }

    async fn order(&self, path: &str, body: &str) -> Result<Value> {
        let answer = self.control(Method::POST, path, body).await?;
        assert_eq!(answer.status, 200, "{}", answer.json);
        Ok(answer.json)
    }

    async fn refused(&self, method: Method, path: &str, body: &str) -> Result<(u16, String)> {
        let answer = self.control(method, path, body).await?;
        let message = answer.text("/error/message");
        assert!(
            message.is_some_and(|text| !text.is_empty()),
            "{}",
            answer.json
        );
        let code = answer.text("/error/code").ok_or("no code")?;
        Ok((answer.status, code.to_owned()))
    }
}

fn tlync<'a>(invoice: &'a str, callback_url: &'a str) -> Vec<(&'a str, &'a str)> {
    let numbers = [
        ("mobile_number", "0913632323"),
        ("callback_url", callback_url),
    ];
    [order(invoice).as_slice(), &numbers].concat()
}

#[tokio::test]
async fn it_returns_the_settings_of_a_shop() -> Result {
    let shop = Shop::open().await?;
    let credentials = shop.sandbox.credentials();
    let expected = json!({
        "base_url": shop.sandbox.base_url(),
        "api_key": credentials.api_key().expose(),
        "access_token": credentials.access_token().expose(),
        "secret_key": shop.sandbox.secret_key().expose(),
    });
    assert_eq!(shop.look("/credentials").await?, expected);
    Ok(())
}

#[tokio::test]
async fn payments_are_listed_and_shown() -> Result {
    let shop = Shop::open().await?;
    assert_eq!(shop.look("/payments").await?, json!({ "payments": [] }));
    let page = shop.checkout("mpgs", &order("INV-1")).await?;
    let expected = json!({
        "invoice_no": "INV-1",
        "gateway": "mpgs",
        "amount": "12.50",
        "currency": "USD",
        "status": "open",
        "transaction_id": 100_001,
        "payment_method": null,
        "checkout_url": page,
        "callbacks": [],
    });
    let shown = shop.look("/payments/INV-1").await?;
    assert_eq!(shown, json!({ "payment": expected }));
    for invoice in ["INV-2", "INV-3"] {
        shop.checkout("localbankcards", &order(invoice)).await?;
    }
    for (query, expected) in [
        ("", vec!["INV-1", "INV-2", "INV-3"]),
        ("?limit=2", vec!["INV-1", "INV-2"]),
        ("?after=100001", vec!["INV-2", "INV-3"]),
        ("?after=100001&limit=1", vec!["INV-2"]),
        ("?after=100003", vec![]),
    ] {
        let listed = shop.look(&format!("/payments{query}")).await?;
        let listed = listed["payments"].as_array().ok_or("no list")?;
        let listed: Vec<_> = listed
            .iter()
            .filter_map(|payment| payment["invoice_no"].as_str())
            .collect();
        assert_eq!(listed, expected, "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn payments_are_answered() -> Result {
    let shop = Shop::open().await?;
    for (action, invoice, status) in [
        ("approve", "INV-1", "approved"),
        ("decline", "INV-2", "declined"),
        ("cancel", "INV-3", "canceled"),
    ] {
        shop.checkout("mpgs", &order(invoice)).await?;
        let path = format!("/payments/{invoice}/{action}");
        let answer = shop.order(&path, "").await?;
        assert_eq!(answer["returns"], true);
        assert_eq!(answer["payment"]["status"], status);
        let url = answer["return_url"].as_str().ok_or("no return_url")?;
        assert!(mpgs::Callback::verify(query(url)?, &shop.verifier()).is_ok());
        assert_eq!(answer["payment"]["callbacks"][0]["url"], url);
        assert_eq!(shop.order(&path, "").await?["return_url"], url, "again");
        let other = if action == "cancel" {
            "approve"
        } else {
            "cancel"
        };
        let path = format!("/payments/{invoice}/{other}");
        let refused = shop.refused(Method::POST, &path, "").await?;
        assert_eq!(refused, (409, format!("ALREADY_{}", status.to_uppercase())));
    }
    assert!(shop.sandbox.is_paid(&invoice_no("INV-1")?));
    shop.checkout("mpgs", &order("INV-4..no-callback")).await?;
    let path = "/payments/INV-4..no-callback/approve";
    assert_eq!(shop.order(path, "").await?["returns"], false);
    Ok(())
}

#[tokio::test]
async fn tlyncs_payer_chooses_and_its_callback_is_sent_again() -> Result {
    let shop = Shop::open().await?;
    let closed = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let callback_url = format!("http://{closed}/");
    shop.checkout("tlync", &tlync("INV-1", &callback_url))
        .await?;
    let early = shop
        .refused(Method::POST, "/payments/INV-1/resend", "")
        .await?;
    assert_eq!(early, (409, "NO_CALLBACK".to_owned()));
    let method = r#"{"payment_method":"sadad"}"#;
    let answer = shop.order("/payments/INV-1/approve", method).await?;
    assert_eq!(answer["payment"]["payment_method"], "sadad");
    let sent = answer["payment"]["callbacks"][0].clone();
    assert_eq!(sent["carrier"], "server");
    assert_eq!(sent["delivery"], json!({ "result": "failed" }));
    let body = sent["body"].as_str().ok_or("no body")?;
    assert_eq!(
        shop.sandbox.callback_body(&invoice_no("INV-1")?).as_deref(),
        Some(body)
    );
    let resent = shop.order("/payments/INV-1/resend", "").await?;
    assert_eq!(resent["callback"]["body"], sent["body"]);
    let now = shop.look("/clock").await?["now"].clone();
    for callback in [&sent, &resent["callback"]] {
        let age = now.as_u64().zip(callback["time"].as_u64());
        assert!(age.is_some_and(|(now, time)| now - time < 60), "{callback}");
        assert!(callback["duration_ms"].is_u64(), "{callback}");
        assert_eq!(callback["answer"], Value::Null, "nobody answered");
    }
    let shown = shop.look("/payments/INV-1").await?;
    let callbacks = shown["payment"]["callbacks"].as_array();
    assert_eq!(callbacks.map(Vec::len), Some(3));

    // The methods in process report the same.
    let resent = shop.sandbox.resend(&invoice_no("INV-1")?).await?;
    assert_eq!(
        resent
            .and_then(|callback| callback.body().map(str::to_owned))
            .as_deref(),
        Some(body)
    );
    Ok(())
}

#[tokio::test]
async fn faults_are_planned_and_forgotten() -> Result {
    let shop = Shop::open().await?;
    let fault = r#"{"fault":"error-MAINTENANCE_MODE","endpoint":"mpgs/confirm"}"#;
    let waiting = shop.order("/faults", fault).await?;
    let expected = json!({ "faults": [
        { "fault": "error-503-MAINTENANCE_MODE", "endpoint": "mpgs/confirm" },
    ] });
    assert_eq!(waiting, expected);
    assert_eq!(shop.look("/faults").await?, expected);
    let answer = shop.confirm("localbankcards", &order("INV-1")).await?;
    assert_eq!(answer.status, 200, "another endpoint");
    let answer = shop.confirm("mpgs", &order("INV-2")).await?;
    answer.assert_error(503, "MAINTENANCE_MODE");
    assert_eq!(shop.look("/faults").await?, json!({ "faults": [] }));

    shop.order("/faults", r#"{"fault":"drop-before"}"#).await?;
    assert_eq!(shop.sandbox.faults(), [Fault::DropBefore]);
    let cleared = shop.control(Method::DELETE, "/faults", "").await?;
    assert_eq!(
        (cleared.status, cleared.json),
        (200, json!({ "faults": [] }))
    );
    assert_eq!(shop.confirm("mpgs", &ORDER).await?.status, 400, "INV-1");

    for bad in [
        "",
        "{}",
        "[]",
        r#"{"fault":"drop"}"#,
        r#"{"fault":"drop-before","endpoint":"mpgs/verify"}"#,
        r#"{"fault":"drop-before","endpoint":"mpgs"}"#,
        r#"{"fault":"drop-before","times":2}"#,
    ] {
        let refused = shop.refused(Method::POST, "/faults", bad).await?;
        assert_eq!(refused, (400, "BAD_BODY".to_owned()), "{bad}");
    }
    for _ in 0..1000 {
        shop.sandbox.fault(Fault::CutJson);
    }
    let refused = shop
        .refused(Method::POST, "/faults", r#"{"fault":"cut-json"}"#)
        .await?;
    assert_eq!(refused, (409, "TOO_MANY_FAULTS".to_owned()));
    Ok(())
}

#[tokio::test]
async fn the_clock_is_set_ahead() -> Result {
    let shop = Shop::build(Sandbox::builder().frozen_clock()).await?;
    let now = shop.look("/clock").await?["now"]
        .as_u64()
        .ok_or("no time")?;
    let fields = [("mobile_number", "0913632323"), ("amount", "5")];
    let answer = shop.post_form("edfali", "verify", &fields).await?;
    let process_id = answer.json["result"]["process_id"].to_string();
    let later = shop.order("/clock", r#"{"advance":300}"#).await?;
    assert_eq!(later, json!({ "now": now + 300 }));
    let fields = [
        ("process_id", process_id.as_str()),
        ("code", "1111"),
        ("amount", "5"),
        ("invoice_no", "INV-1"),
    ];
    let answer = shop.confirm("edfali", &fields).await?;
    answer.assert_error(400, "OTP_EXPIRED");
    for bad in ["", r#"{"advance":-1}"#, r#"{"advance":"300"}"#] {
        let refused = shop.refused(Method::POST, "/clock", bad).await?;
        assert_eq!(refused, (400, "BAD_BODY".to_owned()), "{bad}");
    }
    Ok(())
}

#[tokio::test]
async fn one_time_passwords_can_be_read() -> Result {
    let shop = Shop::build(Sandbox::builder().frozen_clock()).await?;
    let fields = [
        ("mobile_number", "0913632323"),
        ("birth_year", "1990"),
        ("amount", "5"),
    ];
    shop.post_form("edfali", "verify", &fields).await?;
    let answer = shop.post_form("sadadapi", "verify", &fields).await?;
    let process_id = answer.json["result"]["process_id"].clone();
    let messages = shop.look("/messages").await?;
    let time = shop.look("/clock").await?["now"].clone();
    let expected = json!({
        "process_id": process_id,
        "gateway": "sadadapi",
        "mobile_number": "091•••••23",
        "amount": "5.00",
        "currency": "LYD",
        "otp": "111111",
        "time": time,
        "is_used": false,
        "has_expired": false,
    });
    assert_eq!(messages["messages"][0], expected);
    assert_eq!(messages["messages"][1]["otp"], "1111");
    shop.sandbox.advance(Sandbox::OTP_LIFETIME);
    let messages = shop.look("/messages").await?;
    assert_eq!(messages["messages"][0]["has_expired"], true);
    Ok(())
}

#[tokio::test]
async fn calls_are_kept_without_what_belongs_to_the_payer() -> Result {
    let shop = Shop::open().await?;
    let fields = [
        ("mobile_number", "0913632323"),
        ("birth_year", "1990"),
        ("amount", "5"),
    ];
    shop.post_form("sadadapi", "verify", &fields).await?;
    let fields = with(&fields, ("mobile_number", "3632323"));
    shop.post_form("sadadapi", "verify", &fields).await?;
    let fields = [("code", "111111"), ("invoice_no", "INV-1..delay-1")];
    shop.confirm("sadadapi", &fields).await?;
    let fields = with(&tlync("INV-2", "https://a.ly/"), ("email", "payer@mail.ly"));
    shop.confirm("tlync", &fields).await?;
    shop.post_bare("/transaction/mpgs/confirm?x=3632323")
        .send()
        .await?;
    let calls = shop.look("/calls").await?;
    let text = calls.to_string();
    for secret in ["3632323", "111111", "payer@"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let credentials = shop.sandbox.credentials();
    for secret in [
        credentials.api_key().expose(),
        credentials.access_token().expose(),
        shop.sandbox.secret_key().expose(),
    ] {
        assert!(!text.contains(secret));
    }
    let calls = calls["calls"].as_array().ok_or("no list")?;
    let seen: Vec<_> = calls
        .iter()
        .map(|call| (call["number"].as_u64(), call["status"].as_u64()))
        .collect();
    let expected = [(5, 401), (4, 200), (3, 422), (2, 400), (1, 200)];
    assert_eq!(
        seen,
        expected.map(|(number, status)| (Some(number), Some(status)))
    );
    assert_eq!(calls[2]["path"], "/api/v1/transaction/sadadapi/confirm");
    assert_eq!(calls[2]["faults"], json!(["delay-1"]));
    assert_eq!(
        calls[2]["problem"],
        "INVALID_INPUTS: process_id: it is missing"
    );
    assert_eq!(calls[4]["problem"], Value::Null);
    assert_eq!(calls[2]["invoice_no"], "INV-1..delay-1");
    assert_eq!(
        calls[4]["fields"][0],
        json!(["mobile_number", "0••••••••3, 10 digits"])
    );
    assert!(
        calls[4]["answer"]
            .as_str()
            .is_some_and(|text| text.contains("process_id"))
    );
    Ok(())
}

#[tokio::test]
async fn reset_keeps_only_the_credentials() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    shop.sandbox.fault(Fault::CutJson);
    let before = shop.look("/credentials").await?;
    assert!(shop.sandbox.next_payment().await.is_ok());
    assert_eq!(shop.order("/reset", "").await?, json!({}));
    assert_eq!(shop.look("/credentials").await?, before);
    assert_eq!(shop.look("/payments").await?, json!({ "payments": [] }));
    assert_eq!(shop.look("/calls").await?, json!({ "calls": [] }));
    assert_eq!(shop.look("/faults").await?, json!({ "faults": [] }));
    assert_eq!(shop.browser.get(&page).await?.status(), 404);
    shop.checkout("mpgs", &ORDER).await?;
    let payment = shop.look("/payments/INV-1").await?;
    assert_eq!(payment["payment"]["transaction_id"], 100_001);

    shop.sandbox.reset();
    assert!(shop.sandbox.payments().is_empty());
    shop.checkout("mpgs", &ORDER).await?;
    assert!(shop.sandbox.next_payment().await.is_ok());
    Ok(())
}

#[tokio::test]
async fn unknown_names_and_invalid_input_are_errors() -> Result {
    let shop = Shop::open().await?;
    for (method, path, expected) in [
        (Method::GET, "/payments/INV-1", (404, "UNKNOWN_INVOICE")),
        (
            Method::POST,
            "/payments/INV-1/approve",
            (404, "UNKNOWN_INVOICE"),
        ),
        (
            Method::POST,
            "/payments/INV-1/resend",
            (404, "UNKNOWN_INVOICE"),
        ),
        (Method::GET, "/payments/a%20b", (400, "BAD_INVOICE_NO")),
        (Method::GET, "/payments/%FF", (400, "BAD_INVOICE_NO")),
        (Method::GET, "/payments?limit=x", (400, "BAD_QUERY")),
        (Method::GET, "/payments?page=2", (400, "BAD_QUERY")),
        (
            Method::POST,
            "/payments/INV-1/refund",
            (404, "UNKNOWN_PATH"),
        ),
        (Method::GET, "/nothing", (404, "UNKNOWN_PATH")),
        (Method::GET, "/reset", (405, "WRONG_METHOD")),
        (Method::POST, "/payments", (405, "WRONG_METHOD")),
    ] {
        let (status, code) = shop.refused(method, path, "").await?;
        assert_eq!((status, code.as_str()), expected, "{path}");
    }
    shop.checkout("mpgs", &ORDER).await?;
    for bad in ["x", r#"{"payment_method":""}"#, r#"{"method":"sadad"}"#] {
        let path = "/payments/INV-1/approve";
        let refused = shop.refused(Method::POST, path, bad).await?;
        assert_eq!(refused, (400, "BAD_BODY".to_owned()), "{bad}");
    }
    assert!(!shop.sandbox.is_paid(&invoice_no("INV-1")?));
    Ok(())
}

#[tokio::test]
async fn the_documentation_names_every_path() -> Result {
    let shop = Shop::open().await?;
    let documentation = include_str!("../../docs/control-api.md");
    let rows = documentation.lines().filter_map(|line| {
        let mut cells = line.split('|').map(str::trim).skip(1);
        let (method, path) = (cells.next()?, cells.next()?);
        let path = path.trim_matches('`').strip_prefix("/_sandbox")?;
        Some((
            method.parse::<Method>().ok()?,
            path.replace("{invoice_no}", "INV-1"),
        ))
    });
    let mut count = 0;
    for (method, path) in rows {
        let url = shop.at(&format!("/_sandbox{path}"));
        let answer = shop.browser.client.request(method.clone(), url).send();
        let answer = answer.await?.text().await?;
        for code in ["UNKNOWN_PATH", "WRONG_METHOD"] {
            assert!(!answer.contains(code), "{method} {path}: {answer}");
        }
        count += 1;
    }
    assert_eq!(count, 16);
    Ok(())
}
