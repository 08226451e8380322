//! Payments by a payer, from the page to the shop.

use plutu_sandbox::PaymentStatus;
use plutu_test_browser::Browser;
use plutu_test_browser::Result;
use serde_json::json;

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
        assert_eq!(shown[2], "rgb(11, 107, 80)", "the policy permits the style");
        browser.wait_for("dd", &invoice).await?;
        browser.wait_for(".amount", "12.50").await?;
        browser.assert_fits().await?;

        // First a wrong number. The error is shown at its field, the number is dropped, and the
        // date is kept.
        browser.type_into(number, "4111 1111 1111 1111").await?;
        browser.type_into(expiry, "12/30").await?;
        browser.click("button[value=pay]").await?;
        browser.wait_for("#card_number_error", "").await?;
        let typed =
            "return ['card_number', 'card_expiry'].map((id) => document.getElementById(id).value)";
        assert_eq!(browser.evaluate(typed).await?, json!(["", "12/30"]));
        browser.assert_fits().await?;

        browser.type_into(number, "9218 0000 0000 0009").await?;
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

/// Each word of an element, with the height of the line that it stands on.
const WORDS: &str = r"
    const words = [];
    const walker = document.createTreeWalker(document.querySelector(arguments[0]), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        for (const word of walker.currentNode.data.matchAll(/\S+/g)) {
            const range = document.createRange();
            range.setStart(walker.currentNode, word.index);
            range.setEnd(walker.currentNode, word.index + word[0].length);
            words.push([word[0], Math.round(range.getBoundingClientRect().bottom)]);
        }
    }
    return words";

#[tokio::test]
async fn no_line_of_the_banner_says_that_money_is_real() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    for (lang, said) in [("ar", "مدفوعات تجريبية فقط"), ("en", "Test payments only")]
    {
        let page = shop.checkout("mpgs", &format!("INV-{lang}"), lang).await?;
        for width in [280, 320, 360, 400, 800] {
            browser.client.set_window_size(width, 800).await?;
            browser.client.goto(&page).await?;
            let words = browser.client.execute(WORDS, vec![".sandbox".into()]);
            let words: Vec<(String, i64)> = serde_json::from_value(words.await?)?;
            let mut lines: Vec<(i64, Vec<&str>)> = Vec::new();
            for (word, bottom) in &words {
                match lines.last_mut() {
                    Some((last, line)) if (*last - bottom).abs() < 8 => line.push(word),
                    _ => lines.push((*bottom, vec![word])),
                }
            }
            let lines = lines.into_iter().map(|(_, words)| words.join(" "));
            let lines: Vec<String> = lines.collect();
            assert!(lines.iter().any(|line| line.contains(said)), "{lines:?}");
            for real in ["real", "حقيقية", "paid"] {
                assert!(!lines.iter().any(|line| line.contains(real)), "{lines:?}");
            }
        }
    }
    browser.close().await
}

#[tokio::test]
async fn the_longest_invoice_number_fits() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    let invoice = format!("INV-{}", "0123456789".repeat(12));
    for lang in ["ar", "en"] {
        let invoice = format!("{invoice}{lang}");
        let page = shop.checkout("mpgs", &invoice, lang).await?;
        browser.client.goto(&page).await?;
        browser.wait_for("dd", &invoice).await?;
        browser.assert_fits().await?;
        browser.client.goto(shop.dashboard()).await?;
        browser.wait_for(".invoice", &invoice).await?;
        browser.click(".payment summary").await?;
        browser.click(".call summary").await?;
        browser.assert_fits().await?;
    }
    browser.close().await
}

#[tokio::test]
async fn going_back_after_an_error_submits_nothing_again() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    let page = shop.checkout("mpgs", "INV-1", "en").await?;
    browser.client.goto(&page).await?;
    browser.type_into("Card number", "1").await?;
    browser.click("button[value=pay]").await?;
    browser.wait_for("#card_number_error", "").await?;
    browser.client.refresh().await?;
    browser.wait_for("#card_number_error", "").await?;
    browser.client.back().await?;
    browser.wait_for("button[value=pay]", "Pay").await?;
    assert_eq!(browser.client.current_url().await?.as_str(), page);
    let errors = "return document.querySelectorAll('.error').length";
    assert_eq!(browser.evaluate(errors).await?, 0);

    // The payment gets an outcome while the form is still shown. Canceling is then refused.
    let page = shop.checkout("mpgs", "INV-2", "en").await?;
    browser.client.goto(&page).await?;
    shop.sandbox.approve(&"INV-2".parse()?).await?;
    browser.click("button[value=cancel]").await?;
    browser
        .wait_for("[role=alert]", "Canceling was refused")
        .await?;
    assert_eq!(shop.status("INV-2")?, PaymentStatus::Approved);
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

    // The payer leaves and returns.
    browser.client.goto(&page).await?;
    browser.click("button[value=close]").await?;
    browser.wait_for("h1", "closed without a callback").await?;
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
