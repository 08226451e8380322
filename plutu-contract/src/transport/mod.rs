//! Tests the contract of a [`Transport`], and plays the faults that it must handle.
//!
//! A client that follows redirects or sends a form again works as long as nothing goes wrong.
//! [`check`] plays every fault against a transport, on this machine, and reports each clause of the
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
//! async fn our_transport_keeps_the_contract() -> Result<(), transport::ContractError> {
//!     transport::check(&OurTransport).await
//! }
//! ```
//!
//! The test takes about as long as the total time-out in [`TIMEOUTS`]. It cannot see what a
//! transport logs or which proxies it uses.
//!
//! # Faults
//!
//! A [`Scene`] plays one [`Fault`]. A [`Server`] plays anything else that you need. Use
//! [`Scene::base_url`] as the base URL of an application to see how it handles, for example, a lost
//! answer. plutu-http's guide [What is known about the money][certainty] has a table of what each
//! of its own transports reports after each fault.
//!
//! [certainty]: https://docs.rs/plutu-http/latest/plutu_http/guides/certainty/index.html

mod answers;
mod check;
mod clause;
mod error;
mod fault;
mod judgment;
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
