//! Tests of the shop over real HTTP, with a sandbox: purchases, invalid input, and the promises of
//! the README.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test panics where something is not as it should be"
)]

mod bad_input;
mod buying;
mod check;
mod database_down;
mod desk;
#[path = "../support/file.rs"]
mod file;
mod languages;
#[path = "../support/process.rs"]
mod process;
mod program;
mod readme;
mod scene;
mod trust;
