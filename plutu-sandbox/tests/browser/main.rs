//! The pages in a real browser: Chromium without a window, driven over `WebDriver`. Where there is
//! no `chromedriver`, each test says so and is skipped.
//!
//! `cargo test -p plutu-sandbox --test browser -- --ignored` writes the pictures in `docs/`.

mod accessibility;
mod checkout;
mod chromium;
mod dashboard;
mod pictures;
mod shop;

use std::error::Error;
use std::fmt::Display;
use std::io;
use std::io::Write as _;
use std::thread;

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Says why a test is skipped, past the output that a test that passes keeps to itself.
pub(crate) fn skip(reason: impl Display) {
    let test = thread::current();
    let test = test.name().unwrap_or_default();
    drop(writeln!(io::stderr(), "skipped: {test}: {reason}"));
}
