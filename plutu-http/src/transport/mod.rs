//! Transports, which carry the bytes for a client: their limits, and the adapter for tower.
//!
//! The method of [`Transport`](crate::Transport) is a plain `async fn`. Inside this crate, a
//! private object-safe trait wraps it. So implementors need no macro, and the client has no type
//! parameter.
//!
//! [What is known about the money](crate::guides::certainty) has the certainty of every fault,
//! measured with each HTTP client.

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
