//! What an application sees of the client: over real sockets where reqwest is there, and through
//! transports of its own.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

#[cfg(any(feature = "reqwest", feature = "tower", feature = "ureq"))]
mod adapters;
mod building;
#[cfg(any(feature = "reqwest", feature = "tower", feature = "ureq"))]
mod clients;
#[cfg(feature = "reqwest")]
mod faults;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod logs;
#[cfg(feature = "reqwest")]
mod proxies;
mod redaction;
#[cfg(feature = "reqwest")]
mod redirects;
mod requests;
#[cfg(any(feature = "reqwest", feature = "tower", feature = "ureq"))]
#[cfg_attr(
    not(feature = "reqwest"),
    allow(dead_code, reason = "the tests of reqwest alone use all of it")
)]
mod server;
#[cfg(feature = "tracing")]
mod spans;
#[cfg(feature = "tower")]
mod tower;
mod transports;
#[cfg(feature = "ureq")]
mod ureq;
#[cfg(feature = "reqwest")]
mod wire;
