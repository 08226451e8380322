//! The shop in a real browser, from the products to the paid order: headless Chromium, driven over
//! `WebDriver`. Without `chromedriver`, each test reports that it is skipped.
//!
//! `cargo test -p shop --test browser -- --ignored` takes the pictures in `docs/`.

mod accessibility;
mod buying;
mod doubt;
mod keyboard;
mod pictures;
mod visit;
mod words;
