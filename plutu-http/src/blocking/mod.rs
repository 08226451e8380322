//! The client without async, for programs without a runtime.
//!
//! It has the same requests and errors as the [`Client`](crate::Client) of the crate's root, and
//! sends through a [`BlockingTransport`](crate::BlockingTransport): ureq with the feature `ureq`,
//! or your own.

mod builder;
mod client;

pub use self::builder::ClientBuilder;
pub use self::client::Client;
