//! The dashboard in a browser.

use plutu_test_browser::Browser;
use plutu_test_browser::Result;
use serde_json::json;

use crate::shop::Shop;

#[tokio::test]
async fn it_shows_what_happens_as_it_happens() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    browser.client.goto(shop.dashboard()).await?;
    browser.wait_for("main", "None yet.").await?;
    browser.evaluate("window.isTheSamePage = true").await?;
    shop.checkout("mpgs", "INV-1", "en").await?;
    browser.wait_for("#payment-100001 .badge", "open").await?;
    browser.wait_for(".call .path", "mpgs/confirm").await?;

    // Open details stay open when something else happens.
    browser.click("#payment-100001 summary").await?;
    shop.checkout("mpgs", "INV-2", "en").await?;
    browser.wait_for("#payment-100002 .badge", "open").await?;
    let state = "return [document.querySelector('#payment-100001').open, window.isTheSamePage]";
    let state = browser.evaluate(state).await?;
    assert_eq!((&state[0], &state[1]), (&true.into(), &true.into()));
    browser.assert_fits().await?;

    shop.sandbox.approve(&"INV-2".parse()?).await?;
    browser
        .wait_for("#payment-100002 .badge", "approved")
        .await?;
    browser
        .click("#payment-100001 form[action$=cancel] button")
        .await?;
    browser
        .wait_for("#payment-100001 .badge", "canceled")
        .await?;
    browser.close().await
}

#[tokio::test]
async fn secrets_are_shown_when_asked_for_and_can_be_copied() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    let secret_key = shop.sandbox.secret_key();
    browser.client.goto(shop.dashboard()).await?;
    browser
        .wait_for("#base-url", shop.sandbox.base_url())
        .await?;
    assert!(!browser.client.source().await?.contains(secret_key.expose()));
    browser.click("#credentials a").await?;
    browser.wait_for("#secret-key", secret_key.expose()).await?;
    browser.assert_fits().await?;
    // The script shows the copy buttons.
    browser.click("[data-copy=secret-key]").await?;
    browser.click("#credentials a").await?;
    browser.wait_for("#credentials", "hidden").await?;
    browser.close().await
}

#[tokio::test]
async fn a_one_time_password_comes_to_the_phone() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    browser.client.goto(shop.dashboard()).await?;
    browser.wait_for(".phone", "No messages yet.").await?;
    let form = "mobile_number=0913632323&birth_year=1990&amount=5";
    shop.call("sadadapi/verify", form.to_owned()).await?;
    browser.wait_for(".phone", "111111").await?;
    browser.close().await
}

#[tokio::test]
async fn a_search_stays_when_something_happens() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    shop.checkout("mpgs", "INV-1", "en").await?;
    shop.checkout("mpgs", "Order-2", "en").await?;
    browser.client.goto(shop.dashboard()).await?;
    browser
        .type_into("Search payments and calls", "order\n")
        .await?;
    browser.wait_for("main a", "Show all").await?;
    shop.checkout("mpgs", "Order-3", "en").await?;
    browser.wait_for(".payment .invoice", "Order-3").await?;
    let invoices =
        "return [...document.querySelectorAll('.payment .invoice')].map((e) => e.textContent)";
    let invoices = browser.evaluate(invoices).await?;
    assert_eq!(invoices, json!(["Order-3", "Order-2"]));
    browser.close().await
}

#[tokio::test]
async fn the_controls_work_in_the_browser() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    shop.checkout("tlync", "INV-1", "en").await?;
    shop.sandbox.approve(&"INV-1".parse()?).await?;
    browser.client.goto(shop.dashboard()).await?;
    browser.click("#payment-100001 summary").await?;
    browser
        .wait_for(".callback pre", "\"gateway\": \"tlync\",")
        .await?;
    browser
        .wait_for(".callback pre", "paid with tadawul")
        .await?;
    browser
        .click("form[action$='/INV-1/resend'] button")
        .await?;
    browser
        .wait_for("#payment-100001 .callback:nth-of-type(3)", "")
        .await?;

    browser
        .type_into("Fault for the next call or callback", "drop-after")
        .await?;
    browser.click("option[value='mpgs/confirm']").await?;
    browser
        .click("form[action='/dashboard/faults'] button")
        .await?;
    browser.wait_for(".waiting", "mpgs/confirm").await?;
    browser.click(".waiting button").await?;
    browser.wait_without(".waiting").await?;
    assert!(shop.sandbox.faults().is_empty());

    browser.click("#reset summary").await?;
    browser.click("#reset button").await?;
    browser.wait_for("main", "None yet.").await?;
    assert!(shop.sandbox.payments().is_empty());
    browser.close().await
}
