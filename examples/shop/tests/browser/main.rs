//! The shop in a real browser, from the products to the paid order: Chromium without a window,
//! driven over `WebDriver`. Where there is no `chromedriver`, each test says so and is skipped.
//!
//! `cargo test -p shop --test browser -- --ignored` writes the pictures in `docs/`.

mod accessibility;
mod buying;
mod doubt;
mod keyboard;
mod pictures;
mod visit;
mod words;
