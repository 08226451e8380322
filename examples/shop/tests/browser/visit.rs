//! A running shop and a browser.

use std::time::Duration;

use plutu_sandbox::Sandbox;
use plutu_test_browser::Browser;
use plutu_test_browser::Result;
use serde_json::json;
use shop::OpenShop;
use shop::Settings;

use crate::words::Words;

pub(crate) struct Visit {
    pub(crate) shop: OpenShop,
    pub(crate) browser: Browser,
}

impl Visit {
    /// Starts both. Without a browser, it reports a skip and returns `None`.
    pub(crate) async fn begin() -> Result<Option<Self>> {
        match Browser::open().await? {
            Some(browser) => Ok(Some(Self::with(browser).await?)),
            None => Ok(None),
        }
    }

    /// Starts a shop for a running browser.
    pub(crate) async fn with(browser: Browser) -> Result<Self> {
        let mut settings = Settings::default();
        settings.pause = Duration::from_millis(20);
        let shop = shop::open(settings).await?;
        Ok(Self { shop, browser })
    }

    pub(crate) async fn end(self) -> Result {
        self.browser.close().await?;
        Ok(self.shop.close().await?)
    }

    pub(crate) fn sandbox(&self) -> Result<&Sandbox> {
        Ok(self.shop.sandbox().ok_or("the shop has no sandbox")?)
    }

    /// Opens a page of the shop.
    pub(crate) async fn open(&self, url: &str, words: &Words) -> Result {
        self.browser.client.goto(url).await?;
        self.look(words).await
    }

    /// Orders tea on the page with the products, and returns the URL of the order.
    pub(crate) async fn order(&self, currency: &str, words: &Words) -> Result<String> {
        self.open(&self.products(words), words).await?;
        let button = format!("form:has(input[value=tea]) button[value={currency}]");
        self.browser.click(&button).await?;
        self.browser.wait_for(".way legend", "").await?;
        self.look(words).await?;
        Ok(self.browser.client.current_url().await?.into())
    }

    pub(crate) fn products(&self, words: &Words) -> String {
        format!("{}/{}", self.shop.url(), words.language)
    }

    /// Presses the button of a way to pay.
    pub(crate) async fn choose(&self, way: &str) -> Result {
        self.browser.click(&format!("{} button", form(way))).await
    }

    pub(crate) async fn choose_tlync(&self, words: &Words) -> Result {
        let form = form(TLYNC);
        self.browser
            .type_within(&form, words.mobile_number, number(TLYNC))
            .await?;
        self.choose(TLYNC).await
    }

    /// Asks for a one-time password, and waits for the page that asks for it.
    pub(crate) async fn ask_for_password(&self, way: &str, words: &Words) -> Result {
        let form = form(way);
        self.browser
            .type_within(&form, words.mobile_number, number(way))
            .await?;
        if way == SADAD {
            self.browser
                .type_within(&form, words.birth_year, "1990")
                .await?;
        }
        self.choose(way).await?;
        self.browser.wait_for("label", words.password).await?;
        self.look(words).await
    }

    pub(crate) async fn type_password(&self, password: &str, words: &Words) -> Result {
        self.browser.type_into(words.password, password).await?;
        self.browser.click("form button").await
    }

    /// Waits for the payment page, and presses one of its buttons.
    pub(crate) async fn answer(&self, button: &str) -> Result {
        self.browser
            .click(&format!("button[value={button}]"))
            .await?;
        Ok(())
    }

    /// Waits for a message to the payer.
    pub(crate) async fn read(&self, sentence: &str, words: &Words) -> Result {
        self.browser.wait_for(".told", sentence).await?;
        self.look(words).await
    }

    /// Returns from the payment page after a payment, and waits for the parcel.
    pub(crate) async fn come_back(&self, order: &str, words: &Words) -> Result {
        self.read(words.complete, words).await?;
        self.go_to_order(order, words).await?;
        self.wait_for_parcel(words).await
    }

    /// Goes from the page of a payment's result to the order.
    pub(crate) async fn go_to_order(&self, order: &str, words: &Words) -> Result {
        self.browser.click("a.button").await?;
        self.browser.wait_for("dl", "").await?;
        let url = self.browser.client.current_url().await?;
        assert_eq!(url.as_str(), order, "the payer is at another page");
        self.look(words).await
    }

    /// Reloads an order until it is paid and shipped. Its page must not offer to pay again.
    pub(crate) async fn wait_for_parcel(&self, words: &Words) -> Result {
        self.reload_until(&format!("{} ·", words.shipped)).await?;
        self.browser.wait_for("dd", words.paid).await?;
        self.browser.wait_without(".way").await?;
        self.read(words.complete, words).await
    }

    async fn reload_until(&self, text: &str) -> Result {
        for _ in 0..RELOADS {
            self.browser.client.refresh().await?;
            if self.browser.client.source().await?.contains(text) {
                return Ok(());
            }
        }
        let source = self.browser.client.source().await?;
        Err(format!("{text:?} never came: {source}").into())
    }

    /// Pays an order on one payment page, and then on another one that was opened before. Returns
    /// the URL of the order.
    pub(crate) async fn pay_twice(&self, words: &Words) -> Result<String> {
        let order = self.order("dollars", words).await?;
        self.choose(MPGS).await?;
        self.browser.wait_for("label", words.card[0]).await?;
        let first = self.browser.client.current_url().await?;
        self.open(&order, words).await?;
        self.choose(MPGS).await?;
        self.answer("approve").await?;
        self.read(words.complete, words).await?;
        self.browser.client.goto(first.as_str()).await?;
        self.answer("approve").await?;
        self.read(words.complete, words).await?;
        Ok(order)
    }

    pub(crate) fn desk(&self, words: &Words) -> String {
        let language = format!("/{}/", words.language);
        self.shop.desk_url().replace("/en/", &language)
    }

    /// Decides the only task at the desk.
    pub(crate) async fn decide(&self, verdict: &str, words: &Words) -> Result {
        self.open(&self.desk(words), words).await?;
        self.browser.type_into(words.your_name, "Aisha").await?;
        let button = format!("button[value={verdict}]");
        self.browser.click(&button).await?;
        self.browser.wait_for("main p", words.desk_is_clear).await?;
        self.look(words).await
    }

    /// Checks what every page must fulfill: language, direction, style, no overflow in a narrow
    /// window, and no violation of its policy.
    pub(crate) async fn look(&self, words: &Words) -> Result {
        let shown = self.browser.evaluate(SHOWN).await?;
        let is_rtl = words.direction == "rtl";
        let expected = json!([words.language, words.direction, is_rtl, "flex", []]);
        let url = self.browser.client.current_url().await?;
        assert_eq!(shown, expected, "{url}");
        self.browser.assert_fits().await?;
        let violations = self.violations().await?;
        assert!(violations.is_empty(), "{url}: {violations:#?}");
        Ok(())
    }

    /// The policy violations in the browser's console.
    pub(crate) async fn violations(&self) -> Result<Vec<String>> {
        let mut console = self.browser.console().await?;
        console.retain(|message| message.contains("Content Security Policy"));
        Ok(console)
    }
}

/// Far more reloads than the shop needs to ship.
const RELOADS: usize = 60;

pub(crate) const MPGS: &str = "mpgs";
pub(crate) const LOCAL_BANK_CARDS: &str = "localbankcards";
pub(crate) const TLYNC: &str = "tlync";
pub(crate) const SADAD: &str = "sadadapi";
pub(crate) const ADFALI: &str = "edfali";

/// The form of a way to pay.
pub(crate) fn form(way: &str) -> String {
    format!("form:has(input[value={way}])")
}

/// A mobile number that the way to pay accepts.
pub(crate) const fn number(way: &str) -> &'static str {
    match way.as_bytes() {
        b"edfali" => "0923632323",
        _ => "0913632323",
    }
}

/// Returns the language, the direction, whether the first link of the page's header is on the right
/// of the second, a property that only the style sets, and the elements that overflow their frame.
const SHOWN: &str = "
    const [first, second] = document.querySelectorAll('header a');
    const sticksOut = [];
    for (const element of document.querySelectorAll('input:not([type=hidden]), button, dd, li li')) {
        const inner = element.getBoundingClientRect();
        const frame = element.closest('.products li, .way, section, main');
        const outer = frame.getBoundingClientRect();
        const style = getComputedStyle(frame);
        const left = outer.left + parseFloat(style.paddingLeft);
        const right = outer.right - parseFloat(style.paddingRight);
        // Rounding errors are allowed.
        if (inner.left < left - 0.5 || inner.right > right + 0.5) sticksOut.push(element.outerHTML);
    }
    return [
        document.documentElement.lang,
        getComputedStyle(document.body).direction,
        first.getBoundingClientRect().left > second.getBoundingClientRect().left,
        getComputedStyle(document.querySelector('header')).display,
        sticksOut,
    ]";
