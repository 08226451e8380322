//! Takes payments through Plutu over HTTP, and says what is known about the money when something goes
//! wrong.
//!
#![cfg_attr(feature = "reqwest", doc = "```no_run")]
#![cfg_attr(not(feature = "reqwest"), doc = "```ignore")]
//! use plutu_http::Client;
//! use plutu_http::core::gateways::mpgs;
//! use plutu_http::core::{Certainty, Credentials};
//!
//! # fn send_the_payer_to(_url: &str) {}
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let client = Client::new(Credentials::from_env()?)?;
//!
//!     let request = mpgs::Confirm::builder()
//!         .amount("12.50".parse()?)
//!         .invoice_no("INV-1001".parse()?)
//!         .return_url("https://shop.example/paid".parse()?)
//!         .build();
//!
//!     match client.send(&request).await {
//!         Ok(checkout) => send_the_payer_to(checkout.url()),
//!         Err(error) => match error.certainty() {
//!             Certainty::NotSent => println!("try again: {error}"),
//!             Certainty::Refused => println!("correct it: {:?}", error.api_error()),
//!             Certainty::Unknown => println!("start over with a new invoice number: {error}"),
//!         },
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # The flow
//!
//! 1. A request is built with [`core`], which knows payments: [`gateways`](core::gateways).
//! 2. A [`Client`] hands it to its [`Transport`], once. Nothing is sent again, and no redirect is followed.
//! 3. The answer is the request's reply, or a [`SendError`]. Its [`certainty`](SendError::certainty) is the
//!    one question to ask: was it not sent, was it refused, or is the outcome unknown?
//! 4. What the payer did comes back as a callback, which [`core`] verifies.
//!
//! # Which HTTP client
//!
//! | you have | use |
//! |---|---|
//! | a Tokio runtime | [`Client`], which brings reqwest; a proxy or certificates of your own go into the `reqwest::ClientBuilder` that [`ClientBuilder`] takes |
//! | no async | [`blocking::Client`], with the feature `ureq`; the same goes into ureq's configuration |
//! | a stack of tower, or hyper | [`Client`] over `transport::TowerTransport`, with the feature `tower` |
//! | another client, or another runtime | [`Client`] over a closure or a [`Transport`] of your own, or the blocking one over a [`BlockingTransport`]; the [contract](Transport#contract) says what it must hold |
//! | a test | a `testing::Script`, with the feature `testing`; or plutu-sandbox |
//!
//! Where there is an error, how much is known of it depends on the client: reqwest and ureq tell for certain
//! that a host was not found or refused, and that TLS was not agreed upon; a tower service's errors are an
//! unknown outcome unless the application says what they mean. When in doubt, it is always unknown.
//!
//! Without async, a payment is the same page:
//!
#![cfg_attr(feature = "ureq", doc = "```no_run")]
#![cfg_attr(not(feature = "ureq"), doc = "```ignore")]
//! use plutu_http::blocking::Client;
//! use plutu_http::core::gateways::local_bank_cards;
//! use plutu_http::core::Credentials;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new(Credentials::from_env()?)?;
//! let request = local_bank_cards::Confirm::builder()
//!     .amount("75".parse()?)
//!     .invoice_no("INV-1002".parse()?)
//!     .return_url("https://shop.example/paid".parse()?)
//!     .build();
//! let checkout = client.send(&request)?;
//! println!("send the payer to {}", checkout.url());
//! # Ok(())
//! # }
//! ```
//!
//! Several merchants are several clients, one for each; they share nothing.
//!
//! # Tracing
//!
//! With the feature `tracing`, every request has a span `plutu_request` at the level INFO, below the caller's
//! own, with the fields `gateway`, `action`, `status` (of HTTP, where there was an answer), `duration_ms`, and
//! if it failed `certainty`: `not_sent`, `refused` or `unknown`. A future that is dropped before it is ready
//! ends as `unknown`. There is nothing personal in it, and no invoice number either.
//!
//! # Logs
//!
//! This crate logs nothing but that span. Of the HTTP clients, at every level and as the adapters set them up,
//! the log shows no credential, no form and no answer's body:
//!
//! - reqwest would log every byte of a verbose connection; so `ClientBuilder::reqwest` switches that off.
//! - ureq logs every byte at the level TRACE of the target `ureq_proto`, and has no switch for it; so nothing is
//!   sent where that is heard, and the error says so. At DEBUG it tells where a redirect leads.
//! - A tower service, and a transport of one's own, log what their author has them log.
//!
//! # Features
//!
//! | feature | brings | default |
//! |---|---|---|
//! | `reqwest` | reqwest, the transport of [`Client`] unless another is given | yes |
//! | `ureq` | ureq 3.5, the transport of [`blocking::Client`] unless another is given; no other version, as the adapter needs what ureq calls unversioned | no |
//! | `tower` | `transport::TowerTransport`: any tower service as a transport of [`Client`] | no |
//! | `rustls` | rustls as reqwest and ureq bring it: with a provider of cryptography, and with the certificates of the platform (reqwest) or of Mozilla (ureq) | yes |
//! | `rustls-no-provider` | rustls; the application installs a provider before it makes a client | no |
//! | `native-tls` | the platform's TLS | no |
//! | `platform-verifier` | for ureq with rustls: that a configuration may choose the platform's certificates | no |
//! | `testing` | `testing::Script`, a transport that answers by a script, for an application's own tests | no |
//! | `tracing` | a span for every request | no |
//! | `socks-proxy` | for ureq: that a configuration may choose a SOCKS proxy | no |
//!
//! Features only add. One of TLS counts for every adapter that is on, under the name that reqwest and ureq
//! have for it; with several, rustls is taken. Without any, an adapter reaches this machine only: enough for
//! a sandbox. Whatever else reqwest and ureq can do is switched on at them, in the application's own
//! `Cargo.toml`.
//!
//! Without any adapter, there are the clients, [`Transport`], [`BlockingTransport`] and the errors, for a
//! transport of one's own; so it compiles for WebAssembly too.

#[cfg(all(
    target_family = "wasm",
    target_os = "unknown",
    any(feature = "reqwest", feature = "ureq")
))]
compile_error!(
    "on WebAssembly, switch the default features of plutu-http off and give a transport of your own: what a \
     browser fetches cannot be kept from following redirects"
);

#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod adapters;
mod base_url;
pub mod blocking;
mod build_error;
mod builder;
mod client;
mod endpoint;
mod error;
mod settings;
#[cfg(feature = "testing")]
pub mod testing;
mod timeouts;
mod trace;
pub mod transport;

/// Payments themselves: requests, replies and callbacks. It is the crate `plutu-core`, in the version that
/// this crate speaks.
///
/// ```
/// use plutu_http::core::InvoiceNo;
///
/// let invoice_no: InvoiceNo = "INV-1001".parse()?;
/// # Ok::<(), plutu_http::core::FieldError>(())
/// ```
pub use plutu_core as core;

// rustc suggests paths such as `plutu_http::plutu_core::Amount`, so they exist.
#[doc(hidden)]
pub use plutu_core;

pub use crate::base_url::BaseUrlError;
pub use crate::build_error::BuildError;
pub use crate::build_error::ProxyError;
pub use crate::build_error::TlsError;
pub use crate::builder::ClientBuilder;
pub use crate::client::Client;
pub use crate::error::SendError;
pub use crate::timeouts::Timeouts;
pub use crate::transport::asynchronous::Transport;
pub use crate::transport::blocking::BlockingTransport;
pub use crate::transport::error::TransportError;
pub use crate::transport::error::TransportErrorKind;
