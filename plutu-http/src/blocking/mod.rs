//! The client without async, for programs without an async runtime.
//!
//! It takes the same requests and returns the same errors as [`plutu_http::Client`](crate::Client).
//! It sends through a [`BlockingTransport`](crate::BlockingTransport): ureq with the feature
//! `ureq`, or your own.

mod builder;
mod client;

pub use self::builder::ClientBuilder;
pub use self::client::Client;
