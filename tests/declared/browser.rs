//! A payer pays with each declared gateway in Chromium. Without Chromium, the test is skipped, with
//! a message.

use plutu_sandbox::PaymentStatus;
use plutu_test_browser::Browser;
use plutu_test_browser::Result;
use plutu_tests::declared::coast_pay;
use plutu_tests::declared::euro_cards;

use crate::shop::Shop;
use crate::shop::pay;
use crate::shop::settles;

#[tokio::test]
async fn a_payer_pays_on_the_page_of_each() -> Result {
    let shop = Shop::open().await;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    let euros = shop.euros("EUR-1");
    let page = shop.client.send(&euros).await?;
    browser.client.goto(page.url()).await?;
    browser.wait_for(".amount", "12.50").await?;
    browser.wait_for("dd", "EUR-1").await?;
    pay_by_card(&browser).await?;
    let query = shop.returned_for("EUR-1").await;
    let callback = euro_cards::Callback::verify(&query, &shop.verifier())?;
    assert!(settles(&callback));

    let coast = shop.coast("COAST-1");
    let page = shop.client.send(&coast).await?;
    browser.client.goto(page.url()).await?;
    // The page shows the declared gateway by its own name.
    browser.wait_for("body", "coastpay").await?;
    pay_by_card(&browser).await?;
    let query = shop.returned_for("COAST-1").await;
    let callback = coast_pay::Callback::verify(&query, &shop.verifier())?;
    assert!(settles(&callback));
    assert_eq!(callback.till(), &"B07".parse()?);
    for invoice_no in ["EUR-1", "COAST-1"] {
        let payment = shop.sandbox.payment(&invoice_no.parse()?);
        let status = payment.map(|payment| payment.status());
        assert_eq!(status, Some(PaymentStatus::Approved), "{invoice_no}");
    }
    browser.close().await
}

/// The payer reads the one-time password on the phone that the dashboard shows.
#[tokio::test]
async fn a_payer_reads_the_password_of_five_digits() -> Result {
    let shop = Shop::open().await;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    let challenge = shop.begin().await?;
    let dashboard = shop
        .sandbox
        .base_url()
        .trim_end_matches("api/v1")
        .to_owned();
    browser.client.goto(&dashboard).await?;
    browser.wait_for(".phone .otp", "11111").await?;
    let text = browser.evaluate("return document.body.innerText").await?;
    assert!(!text.to_string().contains("W654321"), "{text}");

    let code = browser
        .evaluate("return document.querySelector('.phone .otp').textContent")
        .await?;
    let code = code.as_str().unwrap_or_default().trim();
    let receipt = shop.client.send(&pay(&challenge, "INV-1", code)).await?;
    assert!(receipt.settle(&"INV-1".parse()?, "3.00".parse()?).is_ok());
    browser.wait_for("body", "INV-1").await?;
    browser.close().await
}

/// Fills in the card form of the page and pays. The page is in Arabic, Plutu's default language.
async fn pay_by_card(browser: &Browser) -> Result {
    browser
        .type_into("رقم البطاقة", "9218 0000 0000 0009")
        .await?;
    browser
        .type_into("تاريخ الانتهاء (شهر/سنة)", "12/30")
        .await?;
    browser.type_into("رمز الأمان (CVC)", "123").await?;
    browser.click("button[value=pay]").await
}
