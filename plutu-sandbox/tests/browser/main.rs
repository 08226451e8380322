//! The pages in a real browser: Chromium without a window, driven over `WebDriver`. Where there is
//! no `chromedriver`, each test says so and is skipped.
//!
//! `cargo test -p plutu-sandbox --test browser -- --ignored` writes the pictures in `docs/`.

mod accessibility;
mod checkout;
mod dashboard;
mod pictures;
mod shop;
