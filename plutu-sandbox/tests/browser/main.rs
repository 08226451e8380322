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

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;
