//! The dashboard in a browser without scripts, and the requests of its script.

use std::time::Duration;

use plutu_sandbox::Fault;
use plutu_sandbox::PaymentStatus;
use plutu_sandbox::Sandbox;
use reqwest::Method;
use reqwest::Response;
use serde_json::json;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use crate::support;
use crate::support::FORM;
use crate::support::ORDER;
use crate::support::Result;
use crate::support::Shop;
use crate::support::encode;
use crate::support::header;
use crate::support::invoice_no;
use crate::support::location;
use crate::support::order;
use crate::support::with;

impl Shop {
    async fn dashboard(&self) -> Result<String> {
        let response = self.browser.get(&self.at("/")).await?;
        assert_eq!(response.status(), 200);
        Ok(response.text().await?)
    }

    async fn submit(&self, path: &str, form: &str) -> Result<Response> {
        self.browser.submit(&self.at(path), form).await
    }

    fn status_of(&self, invoice: &str) -> Result<PaymentStatus> {
        let payment = self.sandbox.payment(&invoice_no(invoice)?);
        Ok(payment.ok_or("no payment")?.status())
    }
}

#[tokio::test]
async fn it_shows_payments_calls_and_callbacks() -> Result {
    let shop = Shop::open().await?;
    let html = shop.dashboard().await?;
    assert!(html.contains("None yet. Point your shop"), "{html}");
    let page = shop.checkout("mpgs", &order("INV-1")).await?;
    shop.checkout("localbankcards", &order("INV-2..delay-1"))
        .await?;
    shop.confirm("mpgs", &order("a b")).await?;
    let url = shop.sandbox.approve(&invoice_no("INV-1")?).await?;
    let html = shop.dashboard().await?;
    let payment = shop.sandbox.payment(&invoice_no("INV-1")?);
    let payment = payment.ok_or("no payment")?;
    let canonical = payment.callbacks()[0].canonical().to_owned();
    for text in [
        "id=\"payment-100001\"",
        "id=\"payment-100002\"",
        "id=\"call-3\"",
        "12.50 USD",
        "mpgs/confirm",
        "delay-1",
        "a b",
        "422",
        "<span class=\"problem\"><bdi dir=\"ltr\">INVALID_INPUTS",
        &url.replace('&', "&amp;"),
        &canonical.replace('&', "&amp;"),
        &format!("href=\"{page}\""),
    ] {
        assert!(html.contains(text), "{text} in {html}");
    }
    Ok(())
}

#[tokio::test]
async fn it_runs_only_its_own_scripts() -> Result {
    let shop = Shop::open().await?;
    for path in [
        "/",
        "/dashboard/style.css",
        "/dashboard/script.js",
        "/nothing",
    ] {
        let response = shop.browser.get(&shop.at(path)).await?;
        assert_eq!(header(&response, "cache-control"), Some("no-store"));
        assert_eq!(header(&response, "x-content-type-options"), Some("nosniff"));
        let policy = header(&response, "content-security-policy").ok_or("no policy")?;
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
    }
    let html = shop.dashboard().await?;
    assert_eq!(html.matches("<script").count(), 1);
    for part in ["onclick", "style=", "javascript:", "<style", "<img"] {
        assert!(!html.contains(part), "{part} in {html}");
    }
    for (path, content_type) in [
        ("/dashboard/style.css", "text/css; charset=utf-8"),
        ("/dashboard/script.js", "text/javascript; charset=utf-8"),
    ] {
        let response = shop.browser.get(&shop.at(path)).await?;
        assert_eq!(header(&response, "content-type"), Some(content_type));
    }
    Ok(())
}

#[tokio::test]
async fn secrets_are_shown_only_when_asked_for() -> Result {
    let shop = Shop::open().await?;
    let credentials = shop.sandbox.credentials();
    let secret_key = shop.sandbox.secret_key();
    let secrets = [
        credentials.api_key().expose(),
        credentials.access_token().expose(),
        secret_key.expose(),
    ];
    for (path, are_shown) in [
        ("/", false),
        ("/?credentials=hidden", false),
        ("/?notice=unknown", false),
        ("/?credentials=shown", true),
    ] {
        let html = shop.browser.get(&shop.at(path)).await?.text().await?;
        for secret in secrets {
            assert_eq!(html.contains(secret), are_shown, "{path}");
        }
        assert!(html.contains(shop.sandbox.base_url()));
    }
    Ok(())
}

#[tokio::test]
async fn its_buttons_answer_payments() -> Result {
    let shop = Shop::open().await?;
    for (invoice, action, status) in [
        ("INV-1", "approve", PaymentStatus::Approved),
        ("INV-2", "decline", PaymentStatus::Declined),
        ("INV-3", "cancel", PaymentStatus::Canceled),
    ] {
        shop.checkout("mpgs", &order(invoice)).await?;
        let path = format!("/dashboard/payments/{invoice}/{action}");
        assert!(
            shop.dashboard()
                .await?
                .contains(&format!("action=\"{path}\""))
        );
        let response = shop.submit(&path, "").await?;
        assert_eq!(
            (response.status().as_u16(), location(&response)?),
            (303, "/")
        );
        assert_eq!(shop.status_of(invoice)?, status);
        assert!(
            !shop
                .dashboard()
                .await?
                .contains(&format!("action=\"{path}\""))
        );
    }
    let path = "/dashboard/payments/INV-1/resend";
    assert!(
        shop.dashboard()
            .await?
            .contains(&format!("action=\"{path}\""))
    );
    shop.submit(path, "").await?;
    let payment = shop.sandbox.payment(&invoice_no("INV-1")?);
    assert_eq!(payment.ok_or("no payment")?.callbacks().len(), 2);

    shop.checkout("mpgs", &order("INV-4")).await?;
    for (path, notice) in [
        ("/dashboard/payments/INV-1/cancel", "/?notice=answered"),
        ("/dashboard/payments/INV-9/cancel", "/?notice=unknown"),
        ("/dashboard/payments/a%20b/cancel", "/?notice=unknown"),
        ("/dashboard/payments/INV-1/refund", "/?notice=unknown"),
        ("/dashboard/payments/INV-4/resend", "/?notice=no-callback"),
    ] {
        let response = shop.submit(path, "").await?;
        assert_eq!(location(&response)?, notice, "{path}");
        let html = shop.browser.get(&shop.at(notice)).await?.text().await?;
        assert!(html.contains("role=\"alert\""), "{html}");
    }
    assert_eq!(shop.status_of("INV-1")?, PaymentStatus::Approved);
    Ok(())
}

#[tokio::test]
async fn the_controls_plan_faults_set_the_clock_and_reset() -> Result {
    let shop = Shop::open().await?;
    shop.submit("/dashboard/faults", "fault=drop-after+")
        .await?;
    assert_eq!(shop.sandbox.faults(), [Fault::DropAfter]);
    let html = shop.dashboard().await?;
    assert!(
        html.contains("<code dir=\"ltr\">drop-after</code>"),
        "{html}"
    );
    let response = shop.submit("/dashboard/faults", "fault=drop").await?;
    assert_eq!(location(&response)?, "/?notice=no-fault");
    shop.sandbox.clear_faults();

    let fields = [("mobile_number", "0913632323"), ("amount", "5")];
    shop.post_form("edfali", "verify", &fields).await?;
    assert!(!shop.dashboard().await?.contains("expired"));
    shop.submit("/dashboard/clock", "").await?;
    assert!(shop.dashboard().await?.contains("expired"));

    shop.checkout("mpgs", &ORDER).await?;
    let response = shop.submit("/dashboard/reset", "").await?;
    assert_eq!(location(&response)?, "/?notice=not-confirmed");
    assert_eq!(shop.sandbox.payments().len(), 1);
    shop.submit("/dashboard/reset", "confirm=yes").await?;
    assert!(shop.sandbox.payments().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_fault_is_bound_to_an_endpoint_and_removed() -> Result {
    let shop = Shop::open().await?;
    for endpoint in ["sadadapi/confirm", "", "mpgs/confirm"] {
        let form = encode(&[("fault", "html-502"), ("endpoint", endpoint)]);
        shop.submit("/dashboard/faults", &form).await?;
    }
    let html = shop.dashboard().await?;
    assert_eq!(
        html.matches("action=\"/dashboard/faults/remove\"").count(),
        3
    );
    let form = "fault=html-502&endpoint=";
    let response = shop.submit("/dashboard/faults/remove", form).await?;
    assert_eq!(location(&response)?, "/");
    let answer = shop.control(Method::GET, "/faults", "").await?;
    let expected = json!([
        { "fault": "html-502", "endpoint": "sadadapi/confirm" },
        { "fault": "html-502", "endpoint": "mpgs/confirm" },
    ]);
    assert_eq!(answer.json["faults"], expected);

    shop.checkout("localbankcards", &order("INV-1")).await?;
    let request = shop.post("/transaction/mpgs/confirm").body("amount=1");
    assert_eq!(
        request.header("Content-Type", FORM).send().await?.status(),
        502
    );
    let form = "fault=html-502&endpoint=mpgs/refund";
    let response = shop.submit("/dashboard/faults", form).await?;
    assert_eq!(location(&response)?, "/?notice=no-fault");
    Ok(())
}

/// Starts a shop's server that gives this answer to the first callback, and returns the URL for
/// callbacks.
async fn shop_server(answer: &'static str) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/callback", listener.local_addr()?);
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await?;
        let request = connection.read(&mut [0; 4096]).await?;
        assert!(request > 0);
        connection.write_all(answer.as_bytes()).await
    });
    Ok(url)
}

#[tokio::test]
async fn a_callback_is_shown_with_what_the_shop_answered() -> Result {
    let shop = Shop::open().await?;
    let answer = "HTTP/1.1 422 No\r\n\r\n{\"error\":\"<b>hash\",\"code\":[7]}";
    let callback_url = shop_server(answer).await?;
    let fields = [
        ORDER.as_slice(),
        &[
            ("mobile_number", "0913632323"),
            ("callback_url", &callback_url),
        ],
    ];
    shop.checkout("tlync", &fields.concat()).await?;
    shop.submit("/dashboard/payments/INV-1/approve", "").await?;
    let html = shop.dashboard().await?;
    let body = shop.sandbox.callback_body(&invoice_no("INV-1")?);
    let body = body.ok_or("no callback")?;
    let first_line = "{\n  &quot;gateway&quot;: &quot;tlync&quot;,\n";
    for text in [
        "Callback to the shop's server: answered with 422",
        " UTC</bdi>",
        " ms</bdi>",
        first_line,
        "{\n  &quot;error&quot;: &quot;&lt;b&gt;hash&quot;,\n  &quot;code&quot;: [\n    7\n  ]\n}",
        &format!("curl -i {callback_url} \\\n"),
        &format!("--data-raw '{}'", body.replace('"', "&quot;")),
        &format!("data-raw=\"{}\"", body.replace('"', "&quot;")),
    ] {
        assert!(html.contains(text), "{text} in {html}");
    }
    // Only the callback that settles the order is sent again, not T-Lync's return page.
    assert_eq!(html.matches("INV-1/resend\"").count(), 1);
    shop.submit("/dashboard/payments/INV-1/resend", "").await?;
    let html = shop.dashboard().await?;
    assert!(html.contains("no connection or no answer"), "{html}");
    assert_eq!(html.matches("INV-1/resend\"").count(), 2);
    Ok(())
}

#[tokio::test]
async fn amounts_are_written_as_on_the_payers_page() -> Result {
    let shop = Shop::open().await?;
    shop.checkout("localbankcards", &ORDER).await?;
    for (language, amount) in [
        ("ar", "dir=\"rtl\">12.50 د.ل<"),
        ("en", "dir=\"ltr\">12.50 LYD<"),
    ] {
        let url = shop.at(&format!("/?lang={language}"));
        let html = shop.browser.get(&url).await?.text().await?;
        assert!(html.contains(amount), "{html}");
    }
    Ok(())
}

#[tokio::test]
async fn a_search_finds_payments_and_calls() -> Result {
    let shop = Shop::build(Sandbox::builder().merchant("x")).await?;
    for number in 1..=120 {
        shop.checkout("mpgs", &order(&format!("INV-{number}")))
            .await?;
    }
    shop.checkout("localbankcards", &order("Order-7")).await?;
    shop.sandbox.cancel(&invoice_no("Order-7")?).await?;
    shop.confirm("mpgs", &order("a b")).await?;
    let found = |search: &'static str| {
        let url = shop.at(&format!("/?search={search}"));
        let browser = &shop.browser;
        async move {
            let html = browser.get(&url).await?.text().await?;
            let count = |class: &str| html.matches(&format!("<details class=\"{class}\"")).count();
            Result::Ok((count("payment"), count("call")))
        }
    };
    for (search, expected) in [
        ("order-7", (1, 1)),
        ("100121", (1, 0)),
        ("canceled", (1, 0)),
        ("localbankcards", (1, 1)),
        ("INV-1", (32, 32)),
        ("+INV-120+", (1, 1)),
        ("422", (0, 1)),
        ("invalid_inputs", (0, 1)),
        ("nothing", (0, 0)),
        ("", (100, 50)),
    ] {
        assert_eq!(found(search).await?, expected, "{search}");
    }
    // Each status can be found by its Arabic word on the Arabic page.
    for (word, expected) in [("ملغى", 1), ("قيد الانتظار", 100), ("مقبول", 0)] {
        let url = shop.at(&format!("/?lang=ar&search={word}"));
        let html = shop.browser.get(&url).await?.text().await?;
        let count = html.matches("<details class=\"payment\"").count();
        assert_eq!(count, expected, "{word}");
    }
    let html = shop.browser.get(&shop.at("/?search=%22%3E%3Cb%3E")).await?;
    let html = html.text().await?;
    assert!(html.contains("value=\"&quot;&gt;&lt;b&gt;\""), "{html}");
    assert!(html.contains("Nothing was found."), "{html}");
    Ok(())
}

#[tokio::test]
async fn it_is_in_arabic_too_and_every_form_keeps_the_language() -> Result {
    let shop = Shop::open().await?;
    shop.checkout("mpgs", &ORDER).await?;
    let path = "/?lang=ar&search=INV";
    let html = shop.browser.get(&shop.at(path)).await?.text().await?;
    for text in [
        "<html lang=\"ar\" dir=\"rtl\">",
        "المدفوعات",
        "قيد الانتظار",
        "href=\"/?lang=en&amp;search=INV\"",
        "action=\"/dashboard/payments/INV-1/approve?lang=ar&amp;search=INV\"",
        "action=\"/dashboard/reset?lang=ar&amp;search=INV\"",
        "<input type=\"hidden\" name=\"lang\" value=\"ar\">",
    ] {
        assert!(html.contains(text), "{text} in {html}");
    }
    let words = ["Payments", "Approve", "Credentials", "Search"];
    for english in words {
        assert!(
            !html.contains(&format!(">{english}")),
            "{english} in {html}"
        );
    }
    let action = "/dashboard/payments/INV-1/approve?lang=ar&search=INV";
    let response = shop.submit(action, "").await?;
    assert_eq!(location(&response)?, "/?lang=ar&search=INV");
    let response = shop.submit("/dashboard/reset?lang=ar", "").await?;
    assert_eq!(location(&response)?, "/?lang=ar&notice=not-confirmed");

    // Without `?lang=`, the browser's language decides.
    for (accepted, path, expected) in [
        ("ar-LY,ar;q=0.9,en;q=0.8", "/", "ar"),
        ("ar", "/?lang=en", "en"),
        ("en-US,ar", "/", "en"),
        ("arn", "/?lang=fr", "en"),
    ] {
        let request = shop.browser.client.get(shop.at(path));
        let html = request.header("Accept-Language", accepted).send().await?;
        let html = html.text().await?;
        assert!(
            html.contains(&format!("<html lang=\"{expected}\"")),
            "{accepted}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_empty_page_shows_a_command_that_works() -> Result {
    let shop = Shop::open().await?;
    let html = shop.dashboard().await?;
    assert!(html.contains("0913632323"), "{html}");
    let (_, block) = html
        .split_once("<pre id=\"first-payment\"")
        .ok_or("no command")?;
    let (_, block) = block.split_once('>').ok_or("no text")?;
    let (command, _) = block.split_once("</pre>").ok_or("no end")?;
    let command = command.replace("&quot;", "\"").replace("&amp;", "&");
    for tool in ["curl", "sh"] {
        if std::process::Command::new(tool)
            .arg("--version")
            .output()
            .is_err()
        {
            support::skip(format_args!("no {tool} here"));
            return Ok(());
        }
    }
    let mut shell = tokio::process::Command::new("sh");
    let output = shell.args(["-c", &command]).output().await?;
    let answer = String::from_utf8(output.stdout)?;
    assert!(answer.contains("\"redirect_url\""), "{answer}");
    assert_eq!(shop.status_of("INV-1001")?, PaymentStatus::Open);
    Ok(())
}

#[tokio::test]
async fn another_page_cannot_press_its_buttons() -> Result {
    let shop = Shop::open().await?;
    shop.checkout("mpgs", &ORDER).await?;
    for path in [
        "/dashboard/payments/INV-1/approve",
        "/dashboard/reset",
        "/dashboard/faults",
        "/dashboard/faults/remove",
        "/dashboard/clock",
    ] {
        let request = shop.browser.client.post(shop.at(path));
        let request = request
            .header("Content-Type", FORM)
            .body("fault=drop-after&confirm=yes");
        let request = request.header("Sec-Fetch-Site", "cross-site");
        assert_eq!(request.send().await?.status(), 403, "{path}");
    }
    assert_eq!(shop.status_of("INV-1")?, PaymentStatus::Open);
    assert!(shop.sandbox.faults().is_empty());
    Ok(())
}

#[tokio::test]
async fn changes_are_reported_as_they_come() -> Result {
    let shop = Shop::open().await?;
    let changes = |since: String| {
        let url = shop.at(&format!("/dashboard/changes?since={since}"));
        let browser = &shop.browser;
        async move { Result::Ok(browser.get(&url).await?.text().await?) }
    };
    let first = changes("99".to_owned()).await?;
    let mut next = Box::pin(changes(first.clone()));
    tokio::select! {
        _ = &mut next => return Err("nothing has changed".into()),
        () = tokio::time::sleep(Duration::from_millis(300)) => {}
    }
    shop.checkout("mpgs", &ORDER).await?;
    let second = next.await?;
    assert_ne!(first, second);
    Ok(())
}

#[tokio::test]
async fn hostile_input_never_becomes_markup() -> Result {
    let shop = Shop::open().await?;
    let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'";
    let fields = with(&ORDER, ("invoice_no", hostile));
    let fields = with(&fields, ("lang", hostile));
    let fields = with(&fields, (hostile, hostile));
    shop.confirm("mpgs", &fields).await?;
    shop.post_bare(&format!("/{}", "%3Cscript%3E"))
        .send()
        .await?;
    let return_url = "https://shop.example/?a=%22'><script>alert(1)</script>";
    let fields = with(&ORDER, ("return_url", return_url));
    shop.confirm("mpgs", &fields).await?;
    shop.sandbox.fault("error-X_1".parse()?);
    let path = format!("/?notice={hostile}&credentials={hostile}");
    for html in [
        shop.dashboard().await?,
        shop.browser.get(&shop.at(&path)).await?.text().await?,
    ] {
        assert!(
            !html.contains("<script>") && !html.contains("<img"),
            "{html}"
        );
        assert!(html.contains("&lt;script&gt;alert(1)"), "{html}");
    }
    Ok(())
}
