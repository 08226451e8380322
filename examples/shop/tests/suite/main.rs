//! The shop over real HTTP, with a sandbox that plays Plutu: what payers buy, what comes in that
//! should not, and what the README promises.

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
