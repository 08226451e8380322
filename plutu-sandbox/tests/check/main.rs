//! `plutu-sandbox check`, which attacks a small shop that makes one mistake at a time.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test panics if something is wrong"
)]

mod bad_input;
mod declared;
mod example;
mod foreign;
mod interrupted;
mod mistakes;
mod patient;
mod program;
mod reports;
mod reproduced;
mod sessions;
mod several;
mod shop;
mod temporary;
