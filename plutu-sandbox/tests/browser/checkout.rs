//! Payments from the page to the shop, as a payer makes them.

use plutu_sandbox::PaymentStatus;

use crate::Result;
use crate::chromium::Browser;
use crate::shop::Shop;

impl Shop {
    fn status(&self, invoice: &str) -> Result<PaymentStatus> {
        let payment = self.sandbox.payment(&invoice.parse()?);
        Ok(payment.ok_or("no payment")?.status())
    }
}

/// The labels of the card form in each language.
const FORMS: [(&str, &str, [&str; 3]); 2] = [
    (
        "ar",
        "rtl",
        ["رقم البطاقة", "تاريخ الانتهاء (شهر/سنة)", "رمز الأمان (CVC)"],
    ),
    (
        "en",
        "ltr",
        ["Card number", "Expiry (month/year)", "Security code (CVC)"],
    ),
];

#[tokio::test]
async fn a_whole_payment_in_each_language() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    for (lang, direction, [number, expiry, cvc]) in FORMS {
        let invoice = format!("INV-{lang}");
        let page = shop.checkout("mpgs", &invoice, lang).await?;
        browser.client.goto(&page).await?;
        let shown = "return [document.documentElement.lang, \
            getComputedStyle(document.body).direction, \
            getComputedStyle(document.querySelector('.primary')).backgroundColor]";
        let shown = browser.evaluate(shown).await?;
        assert_eq!((&shown[0], &shown[1]), (&lang.into(), &direction.into()));
        assert_eq!(shown[2], "rgb(11, 107, 80)", "the style is let in");
        browser.wait_for("dd", &invoice).await?;
        browser.wait_for(".amount", "12.50").await?;
        browser.assert_fits().await?;

        // First with a wrong number, which is told at its field and not repeated.
        browser.type_into(number, "4111 1111 1111 1111").await?;
        browser.click("button[value=pay]").await?;
        browser.wait_for("#card_number_error", "").await?;
        let typed = "return document.getElementById('card_number').value";
        assert_eq!(browser.evaluate(typed).await?, "");
        browser.assert_fits().await?;

        browser.type_into(number, "9218 0000 0000 0009").await?;
        browser.type_into(expiry, "12/30").await?;
        browser.type_into(cvc, "123").await?;
        browser.click("button[value=pay]").await?;
        browser.wait_for("#result", "paid").await?;
        let url = browser.client.current_url().await?;
        assert!(
            url.as_str()
                .starts_with(&format!("{}/paid?order=7&", shop.origin))
        );
        assert_eq!(shop.status(&invoice)?, PaymentStatus::Approved);
    }
    browser.close().await
}

#[tokio::test]
async fn a_payer_cancels_or_is_declined() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    for (invoice, button, said, status) in [
        ("INV-1", "cancel", "canceled", PaymentStatus::Canceled),
        ("INV-2", "decline", "undecided", PaymentStatus::Declined),
        ("INV-3", "twice", "paid", PaymentStatus::Approved),
    ] {
        let page = shop.checkout("mpgs", invoice, "ar").await?;
        browser.client.goto(&page).await?;
        browser.click(&format!("button[value={button}]")).await?;
        browser.wait_for("#result", said).await?;
        assert_eq!(shop.status(invoice)?, status);
    }
    browser.close().await
}

#[tokio::test]
async fn a_tampered_answer_is_refused_by_the_shop() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    let page = shop.checkout("mpgs", "INV-1", "en").await?;
    browser.client.goto(&page).await?;
    browser.click("button[value=tamper]").await?;
    browser.wait_for("#result", "refused").await?;
    assert_eq!(shop.status("INV-1")?, PaymentStatus::Open);

    // He leaves, and comes back.
    browser.client.goto(&page).await?;
    browser.click("button[value=close]").await?;
    browser.wait_for("h1", "closed without an answer").await?;
    browser.click("main a").await?;
    browser.click("button[value=approve]").await?;
    browser.wait_for("#result", "paid").await?;
    browser.close().await
}

#[tokio::test]
async fn tlync_tells_the_shops_server_before_the_payer_returns() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    for (lang, method) in [("ar", "sadad"), ("en", "mobicash")] {
        let invoice = format!("INV-{lang}");
        let page = shop.checkout("tlync", &invoice, lang).await?;
        browser.client.goto(&page).await?;
        browser.click(&format!("option[value={method}]")).await?;
        browser.assert_fits().await?;
        browser.click("button[value=pay]").await?;
        browser.wait_for("#result", "thank you").await?;
        assert_eq!(shop.told(&invoice), Some(format!("paid with {method}")));
    }
    let page = shop.checkout("tlync", "INV-3", "en").await?;
    browser.client.goto(&page).await?;
    browser.click("button[value=tamper]").await?;
    browser.wait_for("#result", "refused").await?;
    assert_eq!(shop.told("INV-3"), None);
    browser.close().await
}

#[tokio::test]
async fn no_page_needs_a_script() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::without_scripts().await? else {
        return Ok(());
    };
    shop.checkout("mpgs", "INV-1", "en").await?;
    browser.client.goto(shop.dashboard()).await?;
    let is_hidden = "return document.querySelector('[data-copy]').hidden";
    assert_eq!(
        browser.evaluate(is_hidden).await?,
        true,
        "no script has run"
    );
    browser.click("#payment-100001 summary").await?;
    browser.click("#payment-100001 a").await?;
    browser.click("button[value=approve]").await?;
    browser.wait_for("#result", "paid").await?;
    shop.checkout("mpgs", "INV-2", "en").await?;
    browser.client.goto(shop.dashboard()).await?;
    browser.click("#payment-100002 summary").await?;
    browser.click("#payment-100002 button").await?;
    browser
        .wait_for("#payment-100002 .badge", "approved")
        .await?;
    assert_eq!(shop.status("INV-2")?, PaymentStatus::Approved);
    browser.close().await
}
