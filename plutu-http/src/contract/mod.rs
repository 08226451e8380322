//! The contract of a [`Transport`], as a test that anybody can run on his own; and the faults that it is
//! made of, to try an application against.
//!
//! Payments are lost where nobody looks: a client that follows a redirect or sends a form again works on
//! every good day. [`check`] plays the bad ones against a transport, on this machine, and tells each clause
//! of its [contract](Transport#contract) that it does not hold to.
//!
//! ```no_run
//! use bytes::Bytes;
//! use plutu_http::{Transport, TransportError, contract};
//!
//! struct OurOwn;
//!
//! impl Transport for OurOwn {
//!     async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
//! #       drop(request);
//! #       Err(TransportError::other("…"))
//!         // …
//!     }
//! }
//!
//! #[tokio::test]
//! async fn our_own_transport_keeps_the_contract() -> Result<(), contract::CheckError> {
//!     contract::check(&OurOwn).await
//! }
//! ```
//!
//! It takes about as long as [`TIMEOUTS`]. What is logged, and which proxies are asked, it cannot see.
//!
//! # Faults
//!
//! A [`Scene`] is a place where one [`Fault`] happens, and a [`Server`] plays any other. An application that
//! sends to [`Scene::base_url`] shows what it makes of a lost answer.
//!
//! The feature brings rustls with ring for the servers' side of TLS. It belongs into `[dev-dependencies]`.
//!
#![doc = include_str!("../../CERTAINTY.md")]

mod answers;
mod check;
mod clause;
mod fault;
mod judgement;
mod queue;
mod scene;
mod server;
mod trial;
mod violation;

pub use self::check::TIMEOUTS;
pub use self::check::check;
pub use self::check::check_blocking;
pub use self::clause::Clause;
pub use self::fault::Fault;
pub use self::scene::Scene;
pub use self::server::Act;
pub use self::server::Read;
pub use self::server::Received;
pub use self::server::Server;
pub use self::server::Then;
pub use self::server::authority;
pub use self::violation::CheckError;
pub use self::violation::Violation;
pub use self::violation::Violations;

#[cfg(doc)]
use crate::transport::Transport;
