//! axe-core, which checks that blind people and people with low vision can use a page.
//!
//! npm installs it into a folder of the build. Without npm, the tests are skipped, with a message.

use std::fs;
use std::process::Command;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::PoisonError;

use serde_json::Value;

use crate::Result;
use crate::browser::Browser;
use crate::driver;
use crate::skip::skip;

/// The release with which the pages are known to pass.
const RELEASE: &str = "axe-core@4.14.1";

/// One installation at a time: the tests share its folder.
static TURN: Mutex<()> = Mutex::new(());

/// The source of axe-core.
#[derive(Debug)]
pub struct Axe(String);

impl Axe {
    /// Installs axe-core. If it is not available, prints that the test is skipped and returns
    /// `None`.
    pub fn install() -> Result<Option<Self>> {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = driver::scratch()?.join(RELEASE);
        let script = folder.join("node_modules/axe-core/axe.min.js");
        if !script.exists() {
            fs::create_dir_all(&folder)?;
            let mut npm = Command::new("npm");
            npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
            npm.args(["--no-save", "--no-package-lock", "--prefix"]);
            let done = npm.arg(&folder).arg(RELEASE).stdout(Stdio::null()).status();
            if !done.is_ok_and(|status| status.success()) {
                skip(format_args!("npm cannot install {RELEASE}"));
                return Ok(None);
            }
        }
        Ok(Some(Self(fs::read_to_string(script)?)))
    }

    /// Checks the page that the browser shows against all rules.
    ///
    /// # Panics
    ///
    /// Panics if the page breaks a rule.
    pub async fn check(&self, browser: &Browser) -> Result {
        let Self(axe) = self;
        let run = format!(
            "{axe}; axe.run().then((found) => arguments[0]([found.violations, found.passes.length]));"
        );
        let page = browser.client.current_url().await?;
        let found = browser.client.execute_async(&run, Vec::new()).await?;
        let (violations, passes): (Vec<Value>, u32) = serde_json::from_value(found)?;
        assert!(passes > 10, "{page}: axe has checked almost nothing");
        let violations: Vec<String> = violations.iter().map(describe).collect();
        assert!(violations.is_empty(), "{page}: {violations:#?}");
        Ok(())
    }
}

fn describe(violation: &Value) -> String {
    let places = violation["nodes"].as_array().into_iter().flatten();
    let places: Vec<String> = places.map(|node| node["html"].to_string()).collect();
    format!("{}: {places:?}", violation["help"])
}
