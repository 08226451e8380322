//! Transports, which carry the bytes for a client: their limits, the adapter for tower, and what
//! each HTTP client reports after each fault.
//!
//! The method of [`Transport`](crate::Transport) is a plain `async fn`. Inside this crate, a
//! private object-safe trait wraps it. So implementors need no macro, and the client has no type
//! parameter.
//!
#![doc = include_str!("../../CERTAINTY.md")]

pub(crate) mod asynchronous;
pub(crate) mod blocking;
pub(crate) mod body;
pub(crate) mod error;
pub(crate) mod maybe_send;
pub(crate) mod shared;
#[cfg(feature = "tower")]
mod tower;

pub use self::body::MAX_BODY;
pub use self::maybe_send::MaybeSend;
pub use self::maybe_send::MaybeSync;
#[cfg(feature = "tower")]
pub use self::tower::TowerTransport;
