//! A browser for tests: Chromium without a window, driven over `WebDriver`. It ends with the test.
//! Without `chromedriver`, each test is skipped, with a message.
//!
//! Every error here only fails a test, which prints it. So the functions do not document their
//! errors.

#![expect(
    clippy::missing_errors_doc,
    reason = "every function fails if the browser does not execute a command"
)]

mod axe;
mod browser;
mod console;
mod driver;
mod skip;

pub use crate::axe::Axe;
pub use crate::browser::Browser;
pub use crate::browser::ENTER;
pub use crate::skip::skip;

/// The result of a test in the browser.
pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;
