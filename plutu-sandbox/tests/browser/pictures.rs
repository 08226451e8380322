//! Takes the pictures in `docs/`, which the README shows.

use std::path::Path;

use plutu_test_browser::Browser;
use plutu_test_browser::Result;

use crate::shop::Shop;

#[tokio::test]
#[ignore = "writes the pictures in docs/"]
async fn pictures() -> Result {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
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
        let file = docs.join(format!("checkout-{lang}.png"));
        browser.picture("body", &file).await?;
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
    browser.picture("body", &docs.join("dashboard.png")).await?;
    browser.close().await
}
