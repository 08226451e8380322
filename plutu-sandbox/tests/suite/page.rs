//! The HTML and the headers of the checkout page.

use reqwest::Response;

use crate::support::ORDER;
use crate::support::Result;
use crate::support::Shop;
use crate::support::header;
use crate::support::invoice_no;
use crate::support::location;
use crate::support::order;

async fn html(response: Response) -> Result<String> {
    assert_eq!(
        header(&response, "content-type"),
        Some("text/html; charset=utf-8")
    );
    Ok(response.text().await?)
}

#[tokio::test]
async fn it_shows_the_payment_in_arabic_unless_asked_otherwise() -> Result {
    let shop = Shop::open().await?;
    for (fields, expected) in [
        (
            [order("INV-1").as_slice(), &[]].concat(),
            ["lang=\"ar\" dir=\"rtl\"", "بيئة تجريبية"],
        ),
        (
            [order("INV-2").as_slice(), &[("lang", "ar")]].concat(),
            ["lang=\"ar\" dir=\"rtl\"", "البطاقات المصرفية المحلية"],
        ),
        (
            [order("INV-3").as_slice(), &[("lang", "en")]].concat(),
            ["lang=\"en\" dir=\"ltr\"", "Sandbox"],
        ),
    ] {
        let page = shop.checkout("localbankcards", &fields).await?;
        let response = shop.browser.get(&page).await?;
        assert_eq!(response.status(), 200);
        let html = html(response).await?;
        let invoice_no = fields.get(1).ok_or("no invoice number")?.1;
        for text in expected.into_iter().chain(["12.50", invoice_no]) {
            assert!(html.contains(text), "{text} in {html}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn it_shows_the_gateways_currency() -> Result {
    let shop = Shop::open().await?;
    let page = shop
        .checkout("mpgs", &[ORDER.as_slice(), &[("lang", "en")]].concat())
        .await?;
    let html = html(shop.browser.get(&page).await?).await?;
    assert!(html.contains("USD") && html.contains("MPGS"), "{html}");
    assert!(!html.contains("LYD"), "{html}");
    Ok(())
}

#[tokio::test]
async fn its_form_posts_each_button_to_its_own_address() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    let html = html(shop.browser.get(&page).await?).await?;
    let path = page.strip_prefix(shop.sandbox.base_url().trim_end_matches("/api/v1"));
    let form = format!(
        "<form method=\"post\" action=\"{}\">",
        path.ok_or("elsewhere")?
    );
    for part in [
        &form,
        "name=\"answer\" value=\"approve\"",
        "name=\"answer\" value=\"cancel\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    Ok(())
}

#[tokio::test]
async fn it_loads_nothing_but_its_icon_and_runs_nothing() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    let html = html(shop.browser.get(&page).await?).await?;
    let icon = "<link rel=\"icon\" href=\"/favicon.svg\">";
    assert!(html.contains(icon), "{html}");
    let html = html.replace(icon, "");
    let response = shop.browser.get(&shop.at("/favicon.svg")).await?;
    assert_eq!(header(&response, "content-type"), Some("image/svg+xml"));
    for part in ["<script", "<link", "<img", "@import", "url(", " on", "src="] {
        assert!(!html.contains(part), "{part} in {html}");
    }
    Ok(())
}

#[tokio::test]
async fn it_keeps_its_address_to_itself() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    let responses = [
        shop.browser.get(&page).await?,
        shop.browser.get(&format!("{page}0")).await?,
        shop.browser.press(&page, "nothing").await?,
        shop.browser.press(&page, "approve").await?,
        shop.browser.press(&page, "cancel").await?,
        shop.browser.get(&page).await?,
    ];
    let statuses = responses
        .each_ref()
        .map(|response| response.status().as_u16());
    assert_eq!(statuses, [200, 404, 400, 303, 303, 200]);
    for response in responses {
        assert_eq!(header(&response, "cache-control"), Some("no-store"));
        assert_eq!(header(&response, "referrer-policy"), Some("no-referrer"));
        assert_eq!(header(&response, "x-content-type-options"), Some("nosniff"));
        let policy = header(&response, "content-security-policy").ok_or("no policy")?;
        for part in [
            "default-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(
            !policy.contains("unsafe") && !policy.contains("script-src"),
            "{policy}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn hostile_input_never_becomes_markup() -> Result {
    let shop = Shop::open().await?;
    let return_url = "https://shop.example/paid?a='onmouseover='alert(1)&lt;script&gt;=1";
    let fields = [
        ("amount", "1"),
        ("invoice_no", "INV-1"),
        ("return_url", return_url),
    ];
    let page = shop.checkout("mpgs", &fields).await?;
    let url = shop.sandbox.approve(&invoice_no("INV-1")?).await?;
    let html = html(shop.browser.get(&page).await?).await?;
    let href = format!("href=\"{}\"", url.replace('&', "&amp;"));
    assert!(html.contains(&href), "{href} in {html}");
    assert!(html.contains("alert(1)&amp;lt;script&amp;gt;=1"), "{html}");
    assert!(!html.contains("&lt;script"), "{html}");
    Ok(())
}

#[tokio::test]
async fn a_wrong_address_shows_nothing_of_the_payment() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &order("INV-1")).await?;
    let other = shop.checkout("mpgs", &order("INV-2")).await?;
    let (address, token) = page.split_once("?token=").ok_or("no token")?;
    let (_, other_token) = other.split_once("?token=").ok_or("no token")?;
    let (folder, _) = address.rsplit_once('/').ok_or("no folder")?;
    for wrong in [
        address.to_owned(),
        format!("{address}?token="),
        format!("{address}?token={other_token}"),
        format!("{address}?token={}", &token[..31]),
        format!("{address}?token={token}0"),
        format!("{address}?token={}", token.to_uppercase() + "A"),
        format!("{address}0?token={token}"),
        format!("{folder}/INV-1?token={token}"),
        format!("{folder}/%FF?token={token}"),
        format!("{folder}/?token={token}"),
        format!("{address}/more?token={token}"),
    ] {
        let response = shop.browser.get(&wrong).await?;
        assert_eq!(response.status(), 404, "{wrong}");
        let html = html(response).await?;
        assert!(!html.contains("INV-1") && !html.contains("12.50"), "{html}");
        let response = shop.browser.press(&wrong, "approve").await?;
        assert_eq!(response.status(), 404, "{wrong}");
    }
    // None of these requests answered the payment.
    assert!(shop.sandbox.cancel(&invoice_no("INV-1")?).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn an_answered_payment_leads_back_to_the_shop() -> Result {
    let shop = Shop::open().await?;
    for (invoice, button, other, text) in [
        ("INV-1", "approve", "cancel", "The payment was approved"),
        ("INV-2", "cancel", "approve", "The payment was canceled"),
        ("INV-3", "decline", "approve", "The payment was declined"),
    ] {
        let fields = [order(invoice).as_slice(), &[("lang", "en")]].concat();
        let page = shop.checkout("mpgs", &fields).await?;
        let answered = shop.browser.press(&page, button).await?;
        let href = format!("href=\"{}\"", location(&answered)?.replace('&', "&amp;"));
        let too_late = shop.browser.press(&page, other).await?;
        let too_late = shop.follow(&too_late).await?;
        for response in [too_late, shop.browser.get(&page).await?] {
            let html = html(response).await?;
            assert!(html.contains(text) && html.contains(&href), "{html}");
            assert!(!html.contains("<form"), "{html}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_answer_answers_nothing() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    for answer in ["", "Approve", "approved", "declined"] {
        let response = shop.browser.press(&page, answer).await?;
        assert_eq!(response.status(), 400);
        assert!(html(response).await?.contains("<form"));
    }
    assert!(shop.sandbox.cancel(&invoice_no("INV-1")?).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn looking_at_the_page_answers_nothing() -> Result {
    let shop = Shop::open().await?;
    let page = shop.checkout("mpgs", &ORDER).await?;
    for _ in 0..3 {
        assert!(
            html(shop.browser.get(&page).await?)
                .await?
                .contains("<form")
        );
        let with_answer = format!("{page}&answer=approve");
        assert!(
            html(shop.browser.get(&with_answer).await?)
                .await?
                .contains("<form")
        );
    }
    assert!(shop.sandbox.cancel(&invoice_no("INV-1")?).await.is_ok());
    Ok(())
}
