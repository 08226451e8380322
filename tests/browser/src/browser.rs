//! A new, empty browser for each test. It ends with the test.

use std::fs;
use std::path::Path;
use std::time::Duration;

use fantoccini::Client;
use fantoccini::ClientBuilder;
use fantoccini::Locator;
use fantoccini::elements::Element;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::sync::MutexGuard;
use tokio::time;

use crate::Result;
use crate::console::ReadConsole;
use crate::driver::Driver;
use crate::driver::PATIENCE;
use crate::skip::skip;

/// Only one browser runs at a time. On a small machine, several would slow each other down.
static TURN: Mutex<()> = Mutex::const_new(());

/// A running browser.
#[derive(Debug)]
pub struct Browser {
    /// The client, for commands that have no function here.
    pub client: Client,
    driver: Driver,
    _turn: MutexGuard<'static, ()>,
}

impl Browser {
    /// Starts a browser. If there is none, prints that the test is skipped and returns `None`.
    pub async fn open() -> Result<Option<Self>> {
        Self::start(&json!({}), &[]).await
    }

    /// Starts a browser that runs no scripts.
    pub async fn without_scripts() -> Result<Option<Self>> {
        let preferences = json!({ "profile.managed_default_content_settings.javascript": 2 });
        Self::start(&preferences, &[]).await
    }

    /// Starts a browser with a preference for dark pages.
    pub async fn in_the_dark() -> Result<Option<Self>> {
        Self::start(&json!({}), &["--blink-settings=preferredColorScheme=0"]).await
    }

    async fn start(preferences: &Value, more: &[&str]) -> Result<Option<Self>> {
        let arguments = [ARGUMENTS, more].concat();
        let options = json!({ "args": arguments, "prefs": preferences });
        Self::start_on(&[0; STARTS], &options).await
    }

    /// Starts a browser whose driver listens on one of these ports; 0 stands for a free port. The
    /// driver binds a port in IPv4 and then the same port in IPv6, which another program may use.
    async fn start_on(ports: &[u16], options: &Value) -> Result<Option<Self>> {
        let turn = TURN.lock().await;
        let mut last = "no port to start on".into();
        for port in ports {
            match Self::start_once(*port, options.clone()).await {
                Ok(Some((driver, client))) => {
                    return Ok(Some(Self {
                        client,
                        driver,
                        _turn: turn,
                    }));
                }
                Ok(None) => {
                    skip("chromedriver is not installed");
                    return Ok(None);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    async fn start_once(port: u16, mut options: Value) -> Result<Option<(Driver, Client)>> {
        let Some(driver) = Driver::start(port)? else {
            return Ok(None);
        };
        let user_data = format!("--user-data-dir={}", driver.user_data.display());
        if let Some(arguments) = options["args"].as_array_mut() {
            arguments.push(user_data.into());
        }
        let capabilities = [
            ("goog:chromeOptions".to_owned(), options),
            ("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" })),
        ];
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.into_iter().collect())
            .connect(&driver.url)
            .await?;
        client.set_window_size(NARROW, 800).await?;
        Ok(Some((driver, client)))
    }

    /// Closes the browser. If a failed test does not close it, it ends with its driver.
    pub async fn close(self) -> Result {
        self.client.clone().close().await?;
        drop(self.driver);
        Ok(())
    }

    /// Clicks on an element. Waits for it if it does not exist yet.
    pub async fn click(&self, selector: &str) -> Result {
        let wait = self.client.wait().at_most(PATIENCE);
        let element = wait.for_element(Locator::Css(selector)).await;
        let element = element.map_err(|error| format!("no {selector}: {error}"))?;
        element.click().await?;
        Ok(())
    }

    /// Types into the field with this label, as a payer would find it.
    pub async fn type_into(&self, label: &str, text: &str) -> Result {
        self.type_within("body", label, text).await
    }

    /// Types into the field with this label in one of several forms.
    pub async fn type_within(&self, form: &str, label: &str, text: &str) -> Result {
        let field = self.field(form, label).await?;
        field.send_keys(text).await?;
        Ok(())
    }

    async fn field(&self, form: &str, label: &str) -> Result<Element> {
        let form = self.client.find(Locator::Css(form)).await?;
        let label = format!(".//label[normalize-space()='{label}']");
        let label = form.find(Locator::XPath(&label)).await?;
        match label.attr("for").await? {
            Some(id) => Ok(self.client.find(Locator::Id(&id)).await?),
            None => Ok(label.find(Locator::Css("input")).await?),
        }
    }

    /// Types into the focused element.
    pub async fn press(&self, keys: &str) -> Result {
        self.client.active_element().await?.send_keys(keys).await?;
        Ok(())
    }

    /// Presses the Tab key until the focus is on an element. The focus must be visible on every
    /// element on the way.
    pub async fn tab_to(&self, selector: &str) -> Result {
        let script = "const focused = document.activeElement; \
            return [focused.matches(arguments[0]), getComputedStyle(focused).outlineStyle]";
        for _ in 0..TABS {
            self.press(TAB).await?;
            let focus = self.client.execute(script, vec![selector.into()]).await?;
            if focus[1] == "none" {
                return Err(format!("the focus is not visible on the way to {selector}").into());
            }
            if focus[0] == true {
                return Ok(());
            }
        }
        Err(format!("the Tab key does not lead to {selector}").into())
    }

    /// Waits until an element contains this string.
    pub async fn wait_for(&self, selector: &str, text: &str) -> Result {
        let path = selector.replace('"', "\\\"");
        let script = format!(
            "return [...document.querySelectorAll(\"{path}\")].some((e) => e.textContent.includes(arguments[0]))"
        );
        for _ in 0..ATTEMPTS {
            let seen = self.client.execute(&script, vec![text.into()]).await?;
            if seen == true {
                return Ok(());
            }
            time::sleep(PAUSE).await;
        }
        let source = self.client.source().await?;
        Err(format!("no {text:?} at {selector} in {source}").into())
    }

    /// Waits until an element does not exist.
    pub async fn wait_without(&self, selector: &str) -> Result {
        let script = "return document.querySelector(arguments[0]) === null";
        for _ in 0..ATTEMPTS {
            if self.client.execute(script, vec![selector.into()]).await? == true {
                return Ok(());
            }
            time::sleep(PAUSE).await;
        }
        Err(format!("{selector} still exists").into())
    }

    /// Runs a script in the page, and returns its result.
    pub async fn evaluate(&self, script: &str) -> Result<Value> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    /// Returns the lines that the browser has written to its console since the last call.
    pub async fn console(&self) -> Result<Vec<String>> {
        let entries = self.client.issue_cmd(ReadConsole).await?;
        let entries = entries.as_array().ok_or("no console")?;
        let messages = entries.iter().filter_map(|entry| entry["message"].as_str());
        Ok(messages.map(str::to_owned).collect())
    }

    /// Checks that the page fits into a narrow window.
    ///
    /// # Panics
    ///
    /// Panics if the page can be scrolled sideways, or if the window is not narrow.
    pub async fn assert_fits(&self) -> Result {
        let script = "return [window.innerWidth, document.documentElement.scrollWidth]";
        let widths = self.evaluate(script).await?;
        assert_eq!(widths, json!([NARROW, NARROW]));
        Ok(())
    }

    /// Writes a picture of an element to a PNG file.
    pub async fn picture(&self, selector: &str, file: &Path) -> Result {
        let element = self.client.find(Locator::Css(selector)).await?;
        fs::write(file, element.screenshot().await?)?;
        Ok(())
    }
}

const ARGUMENTS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
];

/// The number of attempts to start a browser before a test fails.
const STARTS: usize = 5;

const ATTEMPTS: u32 = 1200;
const PAUSE: Duration = Duration::from_millis(50);

/// More than the number of elements on any page that can have the focus.
const TABS: usize = 50;
const TAB: &str = "\u{E004}";

/// The Enter key, for [`Browser::press`].
pub const ENTER: &str = "\u{E007}";

/// A small telephone's width, in CSS pixels.
const NARROW: u32 = 320;

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use serde_json::json;

    use super::ARGUMENTS;
    use super::Browser;
    use crate::Result;

    #[tokio::test]
    async fn a_port_that_is_in_use_is_not_taken() -> Result {
        let options = json!({ "args": ARGUMENTS });
        for host in ["127.0.0.1:0", "[::1]:0"] {
            let taken = TcpListener::bind(host)?;
            let port = taken.local_addr()?.port();
            let Some(browser) = Browser::start_on(&[port, 0], &options).await? else {
                return Ok(());
            };
            browser.client.goto("data:text/html,<p>Here").await?;
            browser.wait_for("p", "Here").await?;
            browser.close().await?;
            assert!(Browser::start_on(&[port], &options).await.is_err());
        }
        Ok(())
    }
}
