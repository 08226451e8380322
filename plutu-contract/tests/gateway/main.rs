//! The contract test of declared gateways: the built-in gateways hold to it, wrong declarations are
//! named, and gateways that are wrong on purpose break it.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test panics where something is not as it should be"
)]

mod breaks;
mod declarations;
mod holds;
mod mistakes;
