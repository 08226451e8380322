//! The dashboard as a browser without scripts sees it, and what its script asks for.

use std::time::Duration;

use plutu_sandbox::Fault;
use plutu_sandbox::PaymentStatus;
use reqwest::Response;

use crate::support::FORM;
use crate::support::ORDER;
use crate::support::Result;
use crate::support::Shop;
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
        &url.replace('&', "&amp;"),
        &canonical.replace('&', "&amp;"),
        &format!("href=\"{page}\""),
    ] {
        assert!(html.contains(text), "{text} in {html}");
    }
    Ok(())
}

#[tokio::test]
async fn it_runs_only_what_is_its_own() -> Result {
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

    for (path, notice) in [
        ("/dashboard/payments/INV-1/cancel", "/?notice=answered"),
        ("/dashboard/payments/INV-9/cancel", "/?notice=unknown"),
        ("/dashboard/payments/a%20b/cancel", "/?notice=unknown"),
        ("/dashboard/payments/INV-1/refund", "/?notice=unknown"),
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
async fn its_desk_plans_faults_sets_the_clock_and_resets() -> Result {
    let shop = Shop::open().await?;
    shop.submit("/dashboard/faults", "fault=drop-after+")
        .await?;
    assert_eq!(shop.sandbox.faults(), [Fault::DropAfter]);
    assert!(shop.dashboard().await?.contains("<code>drop-after</code>"));
    let response = shop.submit("/dashboard/faults", "fault=drop").await?;
    assert_eq!(location(&response)?, "/?notice=no-fault");
    shop.sandbox.clear_faults();

    let fields = [("mobile_number", "0913632323"), ("amount", "5")];
    shop.post_form("edfali", "verify", &fields).await?;
    assert!(!shop.dashboard().await?.contains("expired"));
    shop.submit("/dashboard/clock", "").await?;
    assert!(shop.dashboard().await?.contains("expired"));

    shop.checkout("mpgs", &ORDER).await?;
    shop.submit("/dashboard/reset", "").await?;
    assert!(shop.sandbox.payments().is_empty());
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
        "/dashboard/clock",
    ] {
        let request = shop.browser.client.post(shop.at(path));
        let request = request
            .header("Content-Type", FORM)
            .body("fault=drop-after");
        let request = request.header("Sec-Fetch-Site", "cross-site");
        assert_eq!(request.send().await?.status(), 403, "{path}");
    }
    assert_eq!(shop.status_of("INV-1")?, PaymentStatus::Open);
    assert!(shop.sandbox.faults().is_empty());
    Ok(())
}

#[tokio::test]
async fn changes_are_told_when_they_come() -> Result {
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
async fn hostile_text_stays_text() -> Result {
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
