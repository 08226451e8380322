//! A payer without a mouse.

use plutu_test_browser::ENTER;
use plutu_test_browser::Result;

use crate::visit::SADAD;
use crate::visit::Visit;
use crate::visit::form;
use crate::visit::number;
use crate::words::BOTH;

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_buys_with_the_keyboard_alone() -> Result {
    let Some(visit) = Visit::begin().await? else {
        return Ok(());
    };
    for words in BOTH {
        let browser = &visit.browser;
        visit.open(&visit.products(words), words).await?;
        let button = "form:has(input[value=tea]) button[value=dinars]";
        browser.tab_to(button).await?;
        browser.press(ENTER).await?;
        browser.wait_for(".way legend", "").await?;

        let form = form(SADAD);
        let mobile_number = format!("{form} input[name=mobile_number]");
        browser.tab_to(&mobile_number).await?;
        browser.press(number(SADAD)).await?;
        browser
            .tab_to(&format!("{form} input[name=birth_year]"))
            .await?;
        browser.press("1990").await?;
        browser.press(ENTER).await?;
        browser.wait_for("label", words.password).await?;

        // The focus is in the only field.
        browser.press("111111").await?;
        browser.press(ENTER).await?;
        visit.read(words.complete, words).await?;
        visit.wait_for_parcel(words).await?;
    }
    visit.end().await
}
