//! Tests with shops over real sockets, one on axum and one on actix-web, and with a sandbox in
//! process. `answers` tests the message for the payer.
//!
//! They need all features: `cargo test -p plutu-web --all-features`.

#![cfg(all(feature = "actix-web", feature = "axum", feature = "http"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod answers;
mod bodies;
mod coast;
mod forgeries;
mod http1;
mod logs;
mod methods;
mod on_actix;
mod on_axum;
mod payments;
mod secrets;
mod shop;
