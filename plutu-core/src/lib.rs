//! Typed requests, replies and verified callbacks for [Plutu](https://plutu.ly), Libya's gateway of
//! payment gateways. Any HTTP client can send the requests.
//!
//! ```
//! use plutu_core::gateways::mpgs;
//! use plutu_core::{Request, SecretKey, Settlement, Verifier};
//!
//! // 1. Build a request. This compiles only if every required field is set.
//! let request = mpgs::Confirm::builder()
//!     .amount("5.00".parse()?)
//!     .invoice_no("232323".parse()?)
//!     .return_url("https://shop.example/paid".parse()?)
//!     .build();
//!
//! // 2. POST it with any HTTP client.
//! let wire = request.wire();
//! assert_eq!(wire.path, "/transaction/mpgs/confirm");
//!
//! // 3. Turn the answer into a reply: the page to send the payer to.
//! let body = br#"{"status":200,"result":{"redirect_url":"https://pay.example/?token=1"}}"#;
//! let page = request.reply(200, body)?;
//! assert_eq!(page.url(), "https://pay.example/?token=1");
//!
//! // 4. The payer's browser returns with a signed query. Verify it, and compare it with the order.
//! let query = "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323\
//!     &transaction_id=100918\
//!     &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";
//! let verifier = Verifier::new(SecretKey::new("sk_caf8cdd67e554180100dbee62d57dd12eb57acbd")?);
//! let callback = mpgs::Callback::verify(query, &verifier)?;
//! match callback.settle(&request.invoice_no, request.amount)? {
//!     Settlement::Paid(paid) => println!("paid: {}", paid.key()),
//!     Settlement::Canceled => println!("canceled"),
//!     Settlement::Undecided => println!("not known: look the payment up"),
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How a payment works
//!
//! 1. **Request.** Strings become typed fields with `parse`, which checks them once. `build()`
//!    cannot fail: a missing field is a compile error.
//! 2. **Wire.** [`Request::wire`] returns the path and the encoded form. The crate `plutu-http`
//!    sends them for you, and tells which failures may have moved money.
//! 3. **Reply.** [`Request::reply`] reads the HTTP status and the body. If there is no reply,
//!    [`ReplyError::certainty`] says whether Plutu refused the request or the outcome is unknown.
//! 4. **Settlement.** A callback can only be made by verifying it, and a [`Paid`] only by comparing
//!    a verified callback with the order. Store [`Paid::key`] under a unique key in your database,
//!    because a callback may arrive twice.
//!
//! Sadad and Adfali have no callback: they ask the payer for a one-time password, and the
//! [`Receipt`] of the second request settles the order. [`gateways`] lists all gateways;
//! [`gateways::sadad`] shows such a payment.
//!
//! This crate contains no HTTP client, async runtime, socket or clock.
//!
//! # Modules
//!
//! | module | contents |
//! |---|---|
//! | [`gateways`] | the five built-in gateways, each declared with [`plutu_gateway`] |
//! | [`field`] | the types of the fields in requests and callbacks |
//! | [`currency`] | currencies as types: dinars and dollars cannot be mixed up |
//! | [`reply`] | the types of replies, and the errors for answers that are not a reply |
//! | [`callback`] | the verification of signed callbacks, and signing for tests |
//! | [`spec`] | descriptions of gateways as constant data, for tools |
//! | [`guides`] | "Declare a gateway in ten minutes" |
//!
//! # Features
//!
//! | feature | adds | default |
//! |---|---|---|
//! | `explain` | the function `explain`, which tells a developer why a callback does not verify | no |
//! | `rust_decimal` | conversions between `Amount` and `rust_decimal::Decimal` | no |

#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate self as plutu_core;

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod amount;
mod answer;
pub mod callback;
mod credentials;
pub mod currency;
mod encode;
mod env;
pub mod field;
mod form;
mod gateway;
pub mod gateways;
#[cfg(doc)]
pub mod guides;
mod json;
mod keys;
mod printable;
mod query;
mod redirect;
pub mod reply;
mod request;
mod settlement;
pub mod spec;
mod url;

#[doc(inline)]
pub use plutu_derive::plutu_gateway;

pub use crate::amount::Amount;
pub use crate::amount::ParseAmountError;
pub use crate::answer::ApiError;
pub use crate::answer::Certainty;
pub use crate::answer::ErrorCode;
pub use crate::answer::ReplyError;
pub use crate::callback::CallbackError;
pub use crate::callback::Verifier;
#[cfg(feature = "explain")]
pub use crate::callback::explain;
pub use crate::credentials::AccessToken;
pub use crate::credentials::ApiKey;
pub use crate::credentials::Credentials;
pub use crate::credentials::SecretKey;
pub use crate::currency::Currency;
pub use crate::env::EnvError;
pub use crate::field::BirthYear;
pub use crate::field::CallbackUrl;
pub use crate::field::Email;
pub use crate::field::FieldError;
pub use crate::field::InvoiceNo;
pub use crate::field::Language;
pub use crate::field::MobileNumber;
pub use crate::field::Otp;
pub use crate::field::PaymentMethod;
pub use crate::field::PlainText;
pub use crate::field::ProcessId;
pub use crate::field::ReturnUrl;
pub use crate::field::SadadNumber;
pub use crate::field::TransactionId;
pub use crate::form::Form;
pub use crate::gateway::Gateway;
pub use crate::gateway::is_gateway_name;
pub use crate::redirect::Redirect;
pub use crate::reply::Challenge;
pub use crate::reply::Receipt;
pub use crate::request::Charge;
pub use crate::request::Priced;
pub use crate::request::Request;
pub use crate::request::WireRequest;
pub use crate::settlement::Mismatch;
pub use crate::settlement::Paid;
pub use crate::settlement::PaymentKey;
pub use crate::settlement::Settlement;
pub use crate::spec::GatewaySpec;
pub use crate::url::is_loopback_host;

/// Tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
