//! The pictures in `docs/`, as the README shows them.

use std::fs;

use fantoccini::Locator;

use crate::Result;
use crate::chromium::Browser;
use crate::shop::Shop;

impl Browser {
    async fn picture(&self, name: &str, selector: &str) -> Result {
        let element = self.client.find(Locator::Css(selector)).await?;
        let png = element.screenshot().await?;
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");
        fs::write(format!("{folder}/{name}.png"), png)?;
        Ok(())
    }
}

#[tokio::test]
#[ignore = "writes the pictures in docs/"]
async fn pictures() -> Result {
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    for (gateway, lang, invoice) in [
        ("localbankcards", "ar", "INV-1001"),
        ("mpgs", "en", "INV-1002"),
    ] {
        let page = shop.checkout(gateway, invoice, lang).await?;
        browser.client.set_window_size(420, 1400).await?;
        browser.client.goto(&page).await?;
        browser.picture(&format!("checkout-{lang}"), "body").await?;
    }
    shop.sandbox.approve(&"INV-1002".parse()?).await?;
    shop.checkout("tlync", "INV-1003", "ar").await?;
    shop.sandbox.approve(&"INV-1003".parse()?).await?;
    shop.checkout("mpgs", "INV-1004..drop-after", "ar")
        .await
        .err();
    let form = "mobile_number=0913632323&birth_year=1990&amount=40";
    shop.call("sadadapi/verify", form.to_owned()).await?;
    browser.client.set_window_size(1100, 1550).await?;
    browser.client.goto(shop.dashboard()).await?;
    browser.click("#payment-100003 summary").await?;
    browser.picture("dashboard", "body").await?;
    browser.close().await
}
