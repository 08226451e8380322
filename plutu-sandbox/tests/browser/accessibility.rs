//! Accessibility: axe-core finds no violations on the pages, in either language.

use plutu_test_browser::Axe;
use plutu_test_browser::Browser;
use plutu_test_browser::Result;

use crate::shop::Shop;

#[tokio::test]
async fn axe_finds_nothing_on_the_payers_pages() -> Result {
    let Some(axe) = Axe::install()? else {
        return Ok(());
    };
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    for lang in ["ar", "en"] {
        for gateway in ["mpgs", "tlync"] {
            let page = shop
                .checkout(gateway, &format!("{gateway}-{lang}"), lang)
                .await?;
            for query in ["", "&draft=.past.", "&shown=closed"] {
                let url = format!("{page}{query}");
                browser.client.goto(&url).await?;
                axe.check(&browser).await?;
                browser.assert_fits().await?;
            }
            let invoice = format!("{gateway}-{lang}").parse()?;
            shop.sandbox.approve(&invoice).await?;
            let url = format!("{page}&refused=cancel");
            browser.client.goto(&url).await?;
            browser.wait_for("[role=alert]", "").await?;
            axe.check(&browser).await?;
        }
        let form = "mobile_number=0913632323&birth_year=1990&amount=40";
        shop.call("sadadapi/verify", form.to_owned()).await?;
        let phone = format!("{}checkout/phone?lang={lang}", shop.dashboard());
        browser.client.goto(&phone).await?;
        axe.check(&browser).await?;
    }
    browser.close().await
}

#[tokio::test]
async fn axe_finds_nothing_on_the_dashboard() -> Result {
    let Some(axe) = Axe::install()? else {
        return Ok(());
    };
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    for lang in ["ar", "en"] {
        shop.call("nothing/here", String::new()).await?;
        shop.sandbox.reset();
        for width in [320, 1100] {
            browser.client.set_window_size(width, 800).await?;
            let empty = format!("{}?lang={lang}", shop.dashboard());
            browser.client.goto(&empty).await?;
            axe.check(&browser).await?;
        }
        browser.client.set_window_size(320, 800).await?;
        fill(&shop).await?;
        for query in ["", "&credentials=shown&notice=no-fault", "&search=nothing"] {
            let url = format!("{}?lang={lang}{query}", shop.dashboard());
            browser.client.goto(&url).await?;
            let open =
                "for (const details of document.querySelectorAll('details')) details.open = true";
            browser.evaluate(open).await?;
            axe.check(&browser).await?;
            browser.assert_fits().await?;
        }
    }
    browser.close().await
}

#[tokio::test]
async fn axe_finds_nothing_in_the_dark() -> Result {
    let Some(axe) = Axe::install()? else {
        return Ok(());
    };
    let shop = Shop::open().await?;
    let Some(browser) = Browser::in_the_dark().await? else {
        return Ok(());
    };
    fill(&shop).await?;
    let page = shop.checkout("mpgs", "INV-5", "en").await?;
    for url in [shop.dashboard(), &page, &format!("{page}&draft=..")] {
        browser.client.goto(url).await?;
        let is_dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
        assert_eq!(browser.evaluate(is_dark).await?, true);
        let open =
            "for (const details of document.querySelectorAll('details')) details.open = true";
        browser.evaluate(open).await?;
        axe.check(&browser).await?;
    }
    browser.close().await
}

/// Adds payments in every state, calls, a message and a waiting fault.
async fn fill(shop: &Shop) -> Result {
    for invoice in ["INV-1", "INV-2", "INV-3", "INV-4"] {
        shop.checkout("tlync", invoice, "ar").await?;
    }
    shop.sandbox.approve(&"INV-1".parse()?).await?;
    shop.sandbox.decline(&"INV-2".parse()?).await?;
    shop.sandbox.cancel(&"INV-3".parse()?).await?;
    let form = "mobile_number=0913632323&birth_year=1990&amount=40";
    shop.call("sadadapi/verify", form.to_owned()).await?;
    shop.call("sadadapi/confirm", "amount=x".to_owned()).await?;
    shop.sandbox
        .fault_at("edfali/confirm", "drop-after".parse()?);
    Ok(())
}
