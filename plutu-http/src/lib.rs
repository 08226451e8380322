//! Takes payments through Plutu over HTTP, and reports what is known about the money if something
//! goes wrong.
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
//!             Certainty::Unknown => println!("try again with a new invoice number: {error}"),
//!         },
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # The flow
//!
//! 1. Build a request with [`core`], which knows payments: [`gateways`](core::gateways).
//! 2. A [`Client`] gives it to its [`Transport`], once. Nothing is sent again, and no redirect is
//!    followed.
//! 3. The result is the request's reply, or a [`SendError`]. Its
//!    [`certainty`](SendError::certainty) answers the one question that matters: was it not sent,
//!    was it refused, or is the outcome unknown?
//! 4. What the payer did arrives as a callback, which [`core`] verifies.
//!
//! # Which HTTP client
//!
//! | you have | use |
//! |---|---|
//! | a Tokio runtime | [`Client`], which brings reqwest; [`ClientBuilder`] takes a `reqwest::ClientBuilder` with your proxy or certificates |
//! | no async | [`blocking::Client`], with the feature `ureq`; its builder takes your configuration of ureq |
//! | a tower service, or hyper | [`Client`] with a `transport::TowerTransport`, with the feature `tower` |
//! | another client, or another runtime | [`Client`] with a closure or your own [`Transport`], or the blocking one with a [`BlockingTransport`]; both must hold to the [contract](Transport#contract) |
//! | a test | a `testing::Script`, with the feature `testing`; or plutu-sandbox |
//!
//! How much is known after an error depends on the client. reqwest and ureq report with certainty
//! that a host was not found or refused, and that a TLS handshake failed. An error of a tower
//! service is an unknown outcome unless the application says what it means. In doubt, the outcome
//! is always unknown.
//!
//! # Connections
//!
//! Every request has a fresh connection. On a kept HTTP/1.1 connection, a late answer to an earlier
//! request is read as the answer to the next one, and no HTTP client can notice it: a charge that
//! was refused would look paid. So the adapters for reqwest and ureq keep no connections, and every
//! request carries `Connection: close`. The price is a TCP and a TLS handshake for each request.
//!
//! A proxy that is configured is used, or it is an error: see [`ProxyError`]. If the base URL is on
//! this machine, no proxy is used.
//!
//! # Without async
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
//! Several merchants are several clients, one for each. They share nothing.
//!
//! # Tracing
//!
//! With the feature `tracing`, every request has a span `plutu_request` at the level INFO, inside
//! the caller's span. Its fields follow OpenTelemetry's [conventions] for HTTP clients, with our own
//! under `plutu`. The crate `tracing-opentelemetry` exports it as a client span: it reads the
//! fields whose names begin with `otel`.
//!
//! | field | value | recorded |
//! |---|---|---|
//! | `otel.name` | `POST` and the URL's template: `POST /transaction/mpgs/confirm` | always |
//! | `otel.kind` | `client` | always |
//! | `otel.status_code` | `ERROR` | if the request failed |
//! | `http.request.method` | `POST` | always |
//! | `http.response.status_code` | the answer's HTTP status, an integer | if there was an answer |
//! | `url.full` | the base URL and the template | always |
//! | `url.template` | the path below the base URL: `/transaction/mpgs/confirm` | always |
//! | `server.address` | the host of the base URL | always |
//! | `server.port` | the port of the base URL, an integer | always |
//! | `error.type` | one of the values below | if the request failed |
//! | `plutu.gateway` | the gateway's name: `mpgs` | always |
//! | `plutu.action` | the action: `confirm` | always |
//! | `plutu.certainty` | `not_sent`, `refused` or `unknown` | if the request failed |
//! | `plutu.duration_ms` | how long the request took, in milliseconds | where there is a clock |
//!
//! `error.type` is one of these:
//!
//! - `build`, `connect`, `timeout`, `interrupted`, `response_body`, `too_large` or `redirected`,
//!   after the [`TransportErrorKind`];
//! - a code that [`ErrorCode`](core::ErrorCode) names, as Plutu spells it: `INVALID_INPUTS`;
//! - otherwise the answer's status, if it is not 2xx: `502`;
//! - `unexpected_reply`, if a status of 2xx came with an answer that is not understood;
//! - `dropped`, if the future was dropped before it was ready, or if the transport panicked. The
//!   certainty is then `unknown`;
//! - `_OTHER`, which is the conventions' name for any other error.
//!
//! The span holds nothing personal and no secret: no field of a request, no invoice number, and
//! nothing of an answer except its status and a code that [`ErrorCode`](core::ErrorCode) names.
//! `url.full` is safe to record: a base URL has no user name and no query, and a request's fields
//! are in its body. The URL of a checkout page is never recorded.
//!
//! [conventions]: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
//!
//! # Logs
//!
//! This crate logs nothing except that span. As the adapters configure the HTTP clients, their logs
//! show no credential, no form and no answer's body, at any level:
//!
//! - reqwest would log every byte of a verbose connection, so `ClientBuilder::reqwest` switches
//!   that off.
//! - ureq logs every byte at the level TRACE of the target `ureq_proto`, and has no switch for it.
//!   So nothing is sent if a logger listens to that, and the error says so. At DEBUG, it logs where
//!   a redirect leads.
//! - A tower service or your own transport logs what its author chose.
//!
//! # Features
//!
//! | feature | brings | default |
//! |---|---|---|
//! | `reqwest` | reqwest, the default transport of [`Client`] | yes |
//! | `ureq` | ureq 3.5, the default transport of [`blocking::Client`]; no other version, since the adapter needs what ureq calls unversioned | no |
//! | `tower` | `transport::TowerTransport`: any tower service as a transport of [`Client`] | no |
//! | `rustls` | rustls as reqwest and ureq bring it: with a provider of cryptography, and with the certificates of the platform (reqwest) or of Mozilla (ureq) | yes |
//! | `rustls-no-provider` | rustls; the application installs a provider before it builds a client | no |
//! | `native-tls` | the platform's TLS | no |
//! | `testing` | `testing::Script`, a transport with scripted answers, for an application's tests | no |
//! | `tracing` | a span for every request | no |
//!
//! Features only add. A feature for TLS applies to every enabled adapter, under the name that
//! reqwest and ureq have for it. With several, rustls is used. Without any, an adapter reaches this
//! machine only, which is enough for a sandbox.
//!
//! Enable everything else on reqwest and ureq themselves, in the application's own `Cargo.toml`,
//! for example SOCKS proxies:
//!
//! ```toml
//! [dependencies]
//! plutu-http = { version = "0.1", features = ["ureq"] }
//! reqwest = { version = "0.13", default-features = false, features = ["socks"] }
//! ureq = { version = "~3.5.1", default-features = false, features = ["socks-proxy"] }
//! ```
//!
//! Without any adapter, there are the clients, [`Transport`], [`BlockingTransport`] and the errors,
//! for your own transport. So the crate compiles for WebAssembly too.

#[cfg(all(
    target_family = "wasm",
    target_os = "unknown",
    any(feature = "reqwest", feature = "ureq")
))]
compile_error!(
    "on WebAssembly, switch off the default features of plutu-http and give your own transport: a browser cannot \
     be kept from following redirects"
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
#[cfg(doc)]
pub mod guides;
mod settings;
#[cfg(feature = "testing")]
pub mod testing;
mod timeouts;
mod trace;
pub mod transport;

/// Payments: requests, replies and callbacks. This is the crate `plutu-core`, in the version that
/// this crate uses.
///
/// A gateway that an application declares names this path:
///
/// ```
/// use plutu_http::core::plutu_gateway;
///
/// #[plutu_gateway(name = "coastpay", currency = "LYD", crate = ::plutu_http::core)]
/// pub mod coastpay {
///     use plutu_http::core::field::*;
///
///     /// Opens a payment page.
///     #[request(reply = Redirect)]
///     pub struct Open {
///         pub amount: Amount,
///         pub invoice_no: InvoiceNo,
///     }
/// }
/// ```
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
