//! The client without async, for programs without a runtime.
//!
//! It is the same page as the [`Client`](crate::Client) of the crate's root: the same requests, the same
//! errors, and a [`BlockingTransport`](crate::BlockingTransport), which is ureq with the feature `ureq`.

mod builder;
mod client;

pub use self::builder::ClientBuilder;
pub use self::client::Client;
