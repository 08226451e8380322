//! A browser of its own for each test, with nothing in it, gone with the test.

use std::fs;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::ErrorKind;
use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use fantoccini::Client;
use fantoccini::ClientBuilder;
use fantoccini::Locator;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::sync::MutexGuard;

use crate::Result;

/// One browser at a time: several would starve each other on a small machine.
static TURN: Mutex<()> = Mutex::const_new(());
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A running browser.
pub(crate) struct Browser {
    pub(crate) client: Client,
    driver: Driver,
    _turn: MutexGuard<'static, ()>,
}

impl Browser {
    /// Starts a browser; `None`, with a line that says so, where there is none.
    pub(crate) async fn open() -> Result<Option<Self>> {
        Self::with_preferences(json!({})).await
    }

    /// Starts a browser that runs no scripts.
    pub(crate) async fn without_scripts() -> Result<Option<Self>> {
        Self::with_preferences(json!({ "profile.managed_default_content_settings.javascript": 2 }))
            .await
    }

    /// Starts a browser whose user prefers dark pages.
    pub(crate) async fn in_the_dark() -> Result<Option<Self>> {
        Self::start(json!({}), &["--blink-settings=preferredColorScheme=0"]).await
    }

    async fn with_preferences(preferences: serde_json::Value) -> Result<Option<Self>> {
        Self::start(preferences, &[]).await
    }

    async fn start(preferences: serde_json::Value, more: &[&str]) -> Result<Option<Self>> {
        let turn = TURN.lock().await;
        let Some(driver) = Driver::start()? else {
            crate::skip("no chromedriver here");
            return Ok(None);
        };
        let user_data = format!("--user-data-dir={}", driver.user_data.display());
        let arguments = [
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
            &user_data,
        ];
        let arguments = [&arguments, more].concat();
        let options = json!({ "args": arguments, "prefs": preferences });
        let capabilities = [("goog:chromeOptions".to_owned(), options)];
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities.into_iter().collect())
            .connect(&driver.url)
            .await?;
        client.set_window_size(NARROW, 800).await?;
        Ok(Some(Self {
            client,
            driver,
            _turn: turn,
        }))
    }

    /// Ends the browser. One that a failed test leaves behind ends with its driver.
    pub(crate) async fn close(self) -> Result {
        self.client.clone().close().await?;
        drop(self.driver);
        Ok(())
    }

    pub(crate) async fn click(&self, selector: &str) -> Result {
        let element = self.client.wait().at_most(PATIENCE);
        let element = element.for_element(Locator::Css(selector)).await?;
        element.click().await?;
        Ok(())
    }

    /// Types into the field that has this label, as a payer finds it.
    pub(crate) async fn type_into(&self, label: &str, text: &str) -> Result {
        let label = format!("//label[normalize-space()='{label}']");
        let label = self.client.find(Locator::XPath(&label)).await?;
        let id = label.attr("for").await?.ok_or("a label for nothing")?;
        let field = self.client.find(Locator::Id(&id)).await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Waits for this text to be seen at an element.
    pub(crate) async fn wait_for(&self, selector: &str, text: &str) -> Result {
        let path = selector.replace('"', "\\\"");
        let script = format!(
            "return [...document.querySelectorAll(\"{path}\")].some((e) => e.textContent.includes(arguments[0]))"
        );
        for _ in 0..ATTEMPTS {
            let seen = self.client.execute(&script, vec![text.into()]).await?;
            if seen == true {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let source = self.client.source().await?;
        Err(format!("no {text:?} at {selector} in {source}").into())
    }

    /// Waits for an element to be gone.
    pub(crate) async fn wait_without(&self, selector: &str) -> Result {
        let script = "return document.querySelector(arguments[0]) === null";
        for _ in 0..ATTEMPTS {
            if self.client.execute(script, vec![selector.into()]).await? == true {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(format!("still {selector}").into())
    }

    pub(crate) async fn evaluate(&self, script: &str) -> Result<serde_json::Value> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    /// Checks that nothing sticks out of a narrow window.
    pub(crate) async fn assert_fits(&self) -> Result {
        let script = "return [window.innerWidth, document.documentElement.scrollWidth]";
        let widths = self.evaluate(script).await?;
        assert_eq!(widths, json!([NARROW, NARROW]));
        Ok(())
    }
}

/// The program that drives the browser.
struct Driver {
    child: Child,
    url: String,
    user_data: PathBuf,
}

impl Driver {
    fn start() -> Result<Option<Self>> {
        let mut command = Command::new("chromedriver");
        let child = command.arg("--port=0").stdout(Stdio::piped()).spawn();
        let mut child = match child {
            Ok(child) => child,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let stdout = child.stdout.take().ok_or("no stdout")?;
        let port = BufReader::new(stdout).lines().find_map(|line| {
            let line = line.ok()?;
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("chromium-{}-{number}", std::process::id());
        let user_data = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&user_data)?;
        Ok(Some(Self {
            child,
            url: format!("http://127.0.0.1:{}", port.ok_or("no port")?),
            user_data,
        }))
    }

    /// Ends the driver with its browsers; killed, it would leave them behind.
    fn shut_down(&self) -> std::io::Result<()> {
        let address = self.url.trim_start_matches("http://");
        let mut connection = TcpStream::connect(address)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        let request =
            format!("GET /shutdown HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        connection.write_all(request.as_bytes())?;
        connection.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.shut_down().is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.user_data);
    }
}

/// Far longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(60);
const ATTEMPTS: u32 = 1200;

/// A telephone's width, in CSS pixels.
const NARROW: u32 = 360;
