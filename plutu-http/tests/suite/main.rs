//! What an application sees of the client: over real sockets where reqwest is there, and through
//! transports of its own.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod building;
#[cfg(feature = "reqwest")]
mod faults;
#[cfg(feature = "reqwest")]
mod logs;
#[cfg(feature = "reqwest")]
mod proxies;
mod redaction;
#[cfg(feature = "reqwest")]
mod redirects;
mod requests;
#[cfg(feature = "reqwest")]
mod server;
mod transports;
#[cfg(feature = "reqwest")]
mod wire;
