//! Tests for implementations of plutu's traits, and for declared gateways.
//!
//! - [`transport`] tests whether your own HTTP transport keeps its contract. It can also play every
//!   fault that an application may meet.
//! - [`orders`] tests whether your own order store settles each order once.
//! - [`gateway`] tests whether a gateway that you declared matches the callbacks that Plutu signs,
//!   and reports what is wrong in the declaration.
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
//! Add the crate to `[dev-dependencies]` only: the servers that it starts misbehave on purpose.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub mod gateway;
pub mod orders;
pub mod transport;
