//! The pages as people use them who see little or nothing: axe-core finds no violations, in either
//! language.
//!
//! axe-core comes from npm into a directory of the build. Without npm the tests say so and are
//! skipped.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::PoisonError;

use serde_json::Value;

use crate::Result;
use crate::chromium::Browser;
use crate::shop::Shop;

/// The release that is known to find nothing.
const AXE: &str = "axe-core@4.14.1";

/// One installation at a time: the tests share its directory.
static TURN: Mutex<()> = Mutex::new(());

/// The text of axe-core; `None`, with a line that says so, where it is not available.
fn axe() -> Result<Option<String>> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(AXE);
    let script = directory.join("node_modules/axe-core/axe.min.js");
    if !script.exists() {
        fs::create_dir_all(&directory)?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
        npm.args(["--no-save", "--no-package-lock", "--prefix"]);
        let done = npm.arg(&directory).arg(AXE).stdout(Stdio::null()).status();
        if !done.is_ok_and(|status| status.success()) {
            crate::skip(format_args!("npm gives no {AXE} here"));
            return Ok(None);
        }
    }
    Ok(Some(fs::read_to_string(script)?))
}

impl Browser {
    /// Checks the page that is shown against all rules.
    async fn assert_accessible(&self, axe: &str, page: &str) -> Result {
        let run = format!(
            "{axe}; axe.run().then((found) => arguments[0]([found.violations, found.passes.length]));"
        );
        let found = self.client.execute_async(&run, Vec::new()).await?;
        let (violations, passes): (Vec<Value>, u32) = serde_json::from_value(found)?;
        assert!(passes > 10, "{page}: axe has looked at nothing");
        let described = violations.iter().map(|violation| {
            let places = violation["nodes"].as_array().into_iter().flatten();
            let places: Vec<String> = places.map(|node| node["html"].to_string()).collect();
            format!("{}: {places:?}", violation["help"])
        });
        let described: Vec<String> = described.collect();
        assert!(described.is_empty(), "{page}: {described:#?}");
        Ok(())
    }
}

#[tokio::test]
async fn axe_finds_nothing_on_the_payers_pages() -> Result {
    let Some(axe) = axe()? else { return Ok(()) };
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
                browser.assert_accessible(&axe, &url).await?;
                browser.assert_fits().await?;
            }
            let invoice = format!("{gateway}-{lang}").parse()?;
            shop.sandbox.approve(&invoice).await?;
            let url = format!("{page}&refused=cancel");
            browser.client.goto(&url).await?;
            browser.wait_for("[role=alert]", "").await?;
            browser.assert_accessible(&axe, &url).await?;
        }
        let form = "mobile_number=0913632323&birth_year=1990&amount=40";
        shop.call("sadadapi/verify", form.to_owned()).await?;
        let phone = format!("{}checkout/phone?lang={lang}", shop.dashboard());
        browser.client.goto(&phone).await?;
        browser.assert_accessible(&axe, &phone).await?;
    }
    browser.close().await
}

#[tokio::test]
async fn axe_finds_nothing_on_the_dashboard() -> Result {
    let Some(axe) = axe()? else { return Ok(()) };
    let shop = Shop::open().await?;
    let Some(browser) = Browser::open().await? else {
        return Ok(());
    };
    for lang in ["ar", "en"] {
        shop.call("nothing/here", String::new()).await?;
        shop.sandbox.reset();
        for width in [360, 1100] {
            browser.client.set_window_size(width, 800).await?;
            let empty = format!("{}?lang={lang}", shop.dashboard());
            browser.client.goto(&empty).await?;
            browser.assert_accessible(&axe, &empty).await?;
        }
        browser.client.set_window_size(360, 800).await?;
        fill(&shop).await?;
        for query in ["", "&credentials=shown&notice=no-fault", "&search=nothing"] {
            let url = format!("{}?lang={lang}{query}", shop.dashboard());
            browser.client.goto(&url).await?;
            let open =
                "for (const details of document.querySelectorAll('details')) details.open = true";
            browser.evaluate(open).await?;
            browser.assert_accessible(&axe, &url).await?;
            browser.assert_fits().await?;
        }
    }
    browser.close().await
}

#[tokio::test]
async fn axe_finds_nothing_in_the_dark() -> Result {
    let Some(axe) = axe()? else { return Ok(()) };
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
        browser.assert_accessible(&axe, url).await?;
    }
    browser.close().await
}

/// Payments in every state, calls, a message and a fault that waits.
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
