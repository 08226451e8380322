//! The contract test of order stores, on stores that hold to it and on stores that are wrong on
//! purpose.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test panics where something is not as it should be"
)]

mod breaks;
mod dropped;
mod holds;
mod race;
mod stores;
