//! A browser for tests: Chromium without a window, driven over `WebDriver`, and gone when the test
//! is. Where there is no `chromedriver`, each test says so and is skipped.
//!
//! What can fail here fails a test, which says what it was: no function names its errors.

#![expect(
    clippy::missing_errors_doc,
    reason = "every function fails if the browser does not do as it is told"
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

/// What a test in the browser returns.
pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;
