//! The pages in a real browser: headless Chromium, driven over `WebDriver`. Without `chromedriver`,
//! each test reports that it is skipped.
//!
//! `cargo test -p plutu-sandbox --test browser -- --ignored` takes the pictures in `docs/`.

mod accessibility;
mod checkout;
mod dashboard;
mod pictures;
mod shop;
