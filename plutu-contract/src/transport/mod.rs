//! Tests the contract of a [`Transport`], with the faults that it is made of.
//!
//! A client that follows a redirect or sends a form again works on every good day. [`check`] plays
//! the bad days against a transport, on this machine, and reports each clause of the
//! [contract](Transport#contract) that the transport breaks.
//!
//! ```no_run
//! use bytes::Bytes;
//! use plutu_contract::transport;
//! use plutu_http::{Transport, TransportError};
//!
//! struct OurTransport;
//!
//! impl Transport for OurTransport {
//!     async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
//! #       drop(request);
//! #       Err(TransportError::other("…"))
//!         // …
//!     }
//! }
//!
//! #[tokio::test]
//! async fn our_transport_holds_to_the_contract() -> Result<(), transport::ContractError> {
//!     transport::check(&OurTransport).await
//! }
//! ```
//!
//! The test takes about as long as [`TIMEOUTS`]. It cannot see what is logged or which proxies are
//! used.
//!
//! # Faults
//!
//! A [`Scene`] is a place where one [`Fault`] happens, and a [`Server`] plays any other. Point an
//! application at [`Scene::base_url`] to see what it makes of a lost answer. What each of
//! plutu-http's own transports reports after each fault is a table in the documentation of
//! [`plutu_http::transport`].

mod answers;
mod check;
mod clause;
mod error;
mod fault;
mod judgement;
mod queue;
mod scene;
mod server;
mod timeouts;
mod trial;

pub use self::check::check;
pub use self::check::check_blocking;
pub use self::clause::Clause;
pub use self::error::ClauseError;
pub use self::error::ContractError;
pub use self::fault::Fault;
pub use self::scene::Scene;
pub use self::server::Act;
pub use self::server::Read;
pub use self::server::Received;
pub use self::server::Server;
pub use self::server::Then;
pub use self::server::authority;
pub use self::timeouts::TIMEOUTS;

#[cfg(doc)]
use plutu_http::Transport;
