//! Sends payment requests to Plutu over HTTP, and reports what is known about the money when a
//! request fails.
//!
#![cfg_attr(feature = "reqwest", doc = "```no_run")]
#![cfg_attr(not(feature = "reqwest"), doc = "```ignore")]
//! use plutu_http::Client;
//! use plutu_http::core::gateways::mpgs;
//! use plutu_http::core::{Certainty, Credentials};
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // The account's keys, from `PLUTU_API_KEY` and `PLUTU_ACCESS_TOKEN`.
//!     let client = Client::new(Credentials::from_env()?)?;
//!
//!     let request = mpgs::Confirm::builder()
//!         .amount("12.50".parse()?)
//!         .invoice_no("INV-1001".parse()?)
//!         .return_url("https://shop.example/paid".parse()?)
//!         .build();
//!
//!     match client.send(&request).await {
//!         // The URL holds a token. A web application redirects the payer there and never logs it.
//!         Ok(page) => println!("the payer opens {}", page.url()),
//!         Err(error) => match error.certainty() {
//!             Certainty::NotSent => println!("send it again: {error}"),
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
//! 1. Build a request with one of the [`core::gateways`].
//! 2. [`Client::send`] hands it to a [`Transport`], once. Nothing is ever sent again automatically,
//!    and no redirect is followed.
//! 3. The result is the request's reply, or a [`SendError`]. Its
//!    [`certainty`](SendError::certainty) says what is known about this attempt.
//! 4. The reply to a charge is a receipt, which settles the order. For a payment page, a callback
//!    arrives later: [`core`] verifies it and compares it with the order.
//!
//! # What an error means
//!
//! | certainty | what is known | what to do |
//! |---|---|---|
//! | `NotSent` | The request cannot have reached Plutu. | Send it again. |
//! | `Refused` | Plutu answered with an error, and this attempt did nothing. | Change what the error names. |
//! | `Unknown` | Anything else: a time-out, a reset, an answer that cannot be read. | It depends on the request, see below. |
//!
//! After an unknown outcome:
//!
//! - A charge, which [moves money](SendError::moves_money), may have been carried out. Do not send
//!   it again: freeze the order until a person has looked the payment up. Plutu documents no status
//!   endpoint.
//! - A request for a payment page moves no money. Try again, with a new invoice number.
//! - A request for a one-time password moves no money and has no invoice number. Send it again.
//!
//! The `Display` of a [`SendError`] says the same. [What is known about the
//! money](guides::certainty) lists what each HTTP client reports after each fault, as measured.
//!
//! # Choosing an HTTP client
//!
//! | you have | use |
//! |---|---|
//! | a Tokio runtime | [`Client`], which sends through reqwest by default; `ClientBuilder::reqwest` takes a `reqwest::ClientBuilder` with your proxy or certificates |
//! | no async | [`blocking::Client`] with the feature `ureq`; its builder takes your configuration of ureq |
//! | a tower service, or hyper | [`Client`] with a `transport::TowerTransport`, with the feature `tower` |
//! | another HTTP client, or another runtime | [`Client`] with a closure or your own [`Transport`], or [`blocking::Client`] with a [`BlockingTransport`]; both must keep the [contract](Transport#contract) |
//! | a test | a `testing::Script` with the feature `testing`, or the crate plutu-sandbox |
//!
//! The HTTP client decides how much is known after an error. reqwest and ureq show with certainty
//! that a host was not found, that it refused the connection, or that the TLS handshake failed. An
//! error of a tower service is an unknown outcome unless the application classifies it. In doubt,
//! the outcome is always unknown.
//!
//! For several merchants, build one client for each. Clients share nothing.
//!
//! # Connections
//!
//! Every request uses a new connection. On a reused HTTP/1.1 connection, a late answer to an
//! earlier request can be read as the answer to the next one, and no HTTP client can detect it: a
//! charge that was refused would look paid. So the adapters for reqwest and ureq keep no connection
//! open, and every request carries `Connection: close`. The price is a TCP and a TLS handshake for
//! each request.
//!
//! A configured proxy is either used or an error: see [`ProxyError`]. If the base URL is on this
//! machine, no proxy is used.
//!
//! # Without async
//!
#![cfg_attr(feature = "ureq", doc = "```no_run")]
#![cfg_attr(not(feature = "ureq"), doc = "```ignore")]
//! use plutu_http::blocking::Client;
//! use plutu_http::core::Credentials;
//! use plutu_http::core::gateways::local_bank_cards;
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let client = Client::new(Credentials::from_env()?)?;
//!     let request = local_bank_cards::Confirm::builder()
//!         .amount("75".parse()?)
//!         .invoice_no("INV-1002".parse()?)
//!         .return_url("https://shop.example/paid".parse()?)
//!         .build();
//!     let page = client.send(&request)?;
//!     println!("the payer opens {}", page.url());
//!     Ok(())
//! }
//! ```
//!
//! # Tracing
//!
//! With the feature `tracing`, every request has a span `plutu_request` at the level INFO, inside
//! the caller's span. Its fields follow OpenTelemetry's [conventions] for HTTP clients, with our
//! own under `plutu`. The crate `tracing-opentelemetry` exports it as a client span: it reads the
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
//! This crate logs nothing except that span. The adapters configure the HTTP clients so that their
//! logs show no credential, no form and no body of an answer, at any level:
//!
//! - reqwest can log every byte of a verbose connection. `ClientBuilder::reqwest` switches that
//!   off.
//! - ureq logs every byte at the level TRACE of the target `ureq_proto`, and has no option to turn
//!   that off. If a logger listens to that target at TRACE, nothing is sent, and the error says so.
//!   At DEBUG, ureq logs where a redirect leads.
//! - A tower service or your own transport logs what its author chose.
//!
//! # Features
//!
//! | feature | adds | default |
//! |---|---|---|
//! | `reqwest` | reqwest, the default transport of [`Client`] | yes |
//! | `ureq` | ureq 3.5, the default transport of [`blocking::Client`]; no other minor version, because the adapter uses ureq's `unversioned` module | no |
//! | `tower` | `transport::TowerTransport`, which makes any tower service a transport of [`Client`] | no |
//! | `rustls` | rustls for reqwest and ureq, with a cryptography provider and with the certificates of the platform (reqwest) or of Mozilla (ureq) | yes |
//! | `rustls-no-provider` | rustls without a provider; the application installs one before it builds a client | no |
//! | `native-tls` | the platform's TLS | no |
//! | `testing` | `testing::Script`, a transport with scripted answers, for an application's tests | no |
//! | `tracing` | a span for every request | no |
//!
//! Features only add. TLS features apply to every enabled adapter, and have the names that reqwest
//! and ureq use. If several are enabled, rustls is used, unless your own configuration of reqwest
//! or ureq chooses another. If none is enabled, an adapter can send to this machine only, which is
//! enough for a sandbox.
//!
//! Enable other features of reqwest and ureq in the application's own `Cargo.toml`, for example
//! SOCKS proxies:
//!
//! ```toml
//! [dependencies]
//! plutu-http = { version = "0.1.0-rc.2", features = ["ureq"] }
//! reqwest = { version = "0.13", default-features = false, features = ["socks"] }
//! ureq = { version = "~3.5.1", default-features = false, features = ["socks-proxy"] }
//! ```
//!
//! Without any adapter, the clients, [`Transport`], [`BlockingTransport`] and the errors remain,
//! for your own transport. The crate then compiles for WebAssembly too.
//!
//! # Modules
//!
//! | module | holds |
//! |---|---|
//! | [`core`] | the crate plutu-core: amounts, gateways, requests, replies and callbacks |
//! | [`blocking`] | the client without async |
//! | [`transport`] | the limits of transports, and the adapter for tower |
//! | `testing` | the scripted transport (feature `testing`) |
//! | [`guides`] | the first payment, taking payments safely, transports, plutu-php, promises, certainty |

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(all(
    target_family = "wasm",
    target_os = "unknown",
    any(feature = "reqwest", feature = "ureq")
))]
compile_error!(
    "on WebAssembly, disable the default features of plutu-http and use your own transport: a browser cannot be \
     stopped from following redirects"
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

/// The crate `plutu-core`, in the version that this crate uses: amounts, gateways, requests,
/// replies and callbacks.
///
/// An application that declares a gateway of its own names this path:
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

// rustc suggests paths such as `plutu_http::plutu_core::Amount`, so these paths must exist.
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

/// Compiles the examples of the README.
#[cfg(all(doctest, feature = "reqwest", feature = "ureq"))]
#[doc = include_str!("../README.md")]
struct Readme;
