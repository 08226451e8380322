//! Tests of the clients as an application sees them: over real sockets through every adapter that
//! is compiled in, and through transports of its own.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]
#![cfg_attr(
    not(all(feature = "reqwest", feature = "rustls", feature = "ureq")),
    allow(
        dead_code,
        unused_imports,
        reason = "with fewer features, helpers lack some of the tests that use them"
    )
)]

mod adapters;
mod building;
mod clients;
#[cfg(feature = "ureq")]
mod logs;
mod proxies;
mod requests;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "testing")]
mod scripts;
mod server;
mod sharing;
#[cfg(feature = "tracing")]
mod spans;
#[cfg(feature = "tower")]
mod tower;
mod transports;
#[cfg(feature = "ureq")]
mod ureq;
#[cfg(feature = "reqwest")]
mod wire;
