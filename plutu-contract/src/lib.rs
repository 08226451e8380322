//! Tests for implementations of plutu's traits, and for declared gateways.
//!
//! [`transport`] tests whether an HTTP transport of your own holds to its contract, and plays every
//! fault that an application can meet. [`orders`] tests whether a store of your own settles orders
//! once. [`gateway`] tests whether a gateway that you declared fits what Plutu signs, and names
//! what its declaration got wrong.
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
//! The crate is a `[dev-dependencies]` entry: the servers that it starts misbehave on purpose.

pub mod gateway;
pub mod orders;
pub mod transport;
