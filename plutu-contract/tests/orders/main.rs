//! Tests of the contract test for order stores: with stores that keep the contract, and with stores
//! that are deliberately wrong.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test panics where something is not as it should be"
)]

mod breaks;
mod dropped;
mod faults;
mod holds;
mod race;
mod stores;
