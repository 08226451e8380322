//! Accessibility: axe-core finds no violations, in both languages, and in light and dark mode.

use plutu_sandbox::Fault;
use plutu_test_browser::Axe;
use plutu_test_browser::Browser;
use plutu_test_browser::Result;

use crate::visit::ADFALI;
use crate::visit::LOCAL_BANK_CARDS;
use crate::visit::MPGS;
use crate::visit::SADAD;
use crate::visit::Visit;
use crate::words::BOTH;
use crate::words::Words;

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_the_light() -> Result {
    let Some(axe) = Axe::install()? else {
        return Ok(());
    };
    check(Browser::open().await?, &axe).await
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_in_the_dark() -> Result {
    let Some(axe) = Axe::install()? else {
        return Ok(());
    };
    check(Browser::in_the_dark().await?, &axe).await
}

async fn check(browser: Option<Browser>, axe: &Axe) -> Result {
    let Some(browser) = browser else {
        return Ok(());
    };
    let visit = Visit::with(browser).await?;
    for words in BOTH {
        check_payment_page(&visit, axe, words).await?;
        check_password(&visit, axe, words).await?;
        check_desk(&visit, axe, words).await?;
    }
    visit.end().await
}

async fn check_payment_page(visit: &Visit, axe: &Axe, words: &Words) -> Result {
    visit.open(&visit.products(words), words).await?;
    axe.check(&visit.browser).await?;
    let order = visit.order("dollars", words).await?;
    axe.check(&visit.browser).await?;
    visit.choose(MPGS).await?;
    visit.answer("approve").await?;
    visit.read(words.complete, words).await?;
    axe.check(&visit.browser).await?;
    visit.go_to_order(&order, words).await?;
    visit.wait_for_parcel(words).await?;
    axe.check(&visit.browser).await
}

async fn check_password(visit: &Visit, axe: &Axe, words: &Words) -> Result {
    visit.order("dinars", words).await?;
    axe.check(&visit.browser).await?;
    visit.ask_for_password(ADFALI, words).await?;
    axe.check(&visit.browser).await?;
    visit.type_password("1234", words).await?;
    visit.read(words.wrong_password, words).await?;
    axe.check(&visit.browser).await?;
    let nowhere = format!("{}/nowhere", visit.shop.url());
    visit.browser.client.goto(&nowhere).await?;
    axe.check(&visit.browser).await?;
    visit.browser.assert_fits().await
}

async fn check_desk(visit: &Visit, axe: &Axe, words: &Words) -> Result {
    visit.open(&visit.desk(words), words).await?;
    axe.check(&visit.browser).await?;
    freeze(visit, words).await?;
    visit.open(&visit.desk(words), words).await?;
    axe.check(&visit.browser).await?;
    visit.decide("not_paid", words).await
}

/// An order whose charge is in doubt, after an attempt that was canceled.
async fn freeze(visit: &Visit, words: &Words) -> Result {
    let order = visit.order("dinars", words).await?;
    visit.choose(LOCAL_BANK_CARDS).await?;
    visit.answer("cancel").await?;
    visit.read(words.canceled, words).await?;
    visit.go_to_order(&order, words).await?;
    visit.ask_for_password(SADAD, words).await?;
    visit.sandbox()?.fault(Fault::DropAfter);
    visit.type_password("111111", words).await?;
    visit.read(words.in_doubt, words).await
}
