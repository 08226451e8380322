//! `plutu-sandbox check`, which attacks a small shop that makes one mistake at a time.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test panics where something is not as it should be"
)]

mod bad_input;
mod declared;
mod foreign;
mod mistakes;
mod program;
mod reports;
mod shop;
