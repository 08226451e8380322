//! Tests of the contract test for declared gateways. The built-in gateways pass, wrong declarations
//! are reported, and deliberately wrong gateways fail.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test panics where something is not as it should be"
)]

mod breaks;
mod declarations;
mod holds;
mod mistakes;
