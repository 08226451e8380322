//! Payments through Plutu without an HTTP client: typed requests, replies, and callbacks that are
//! believed only after they were verified.
//!
//! ```
//! use plutu_core::gateways::mpgs;
//! use plutu_core::{Request, SecretKey, Settlement, Verifier};
//!
//! // 1. A request, which compiles once every required field is set.
//! let request = mpgs::Confirm::builder()
//!     .amount("5.00".parse()?)
//!     .invoice_no("232323".parse()?)
//!     .return_url("https://shop.example/paid".parse()?)
//!     .build();
//!
//! // 2. Any HTTP client posts it, and its answer becomes a reply: the page to send the payer to.
//! let wire = request.wire();
//! assert_eq!(wire.path, "/transaction/mpgs/confirm");
//! let body = br#"{"status":200,"result":{"redirect_url":"https://pay.example/?token=1"}}"#;
//! let page = request.reply(200, body)?;
//! assert_eq!(page.url(), "https://pay.example/?token=1");
//!
//! // 3. The payer's browser comes back with a signed query, which is compared with the order.
//! let query = "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323\
//!     &transaction_id=100918\
//!     &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";
//! let verifier = Verifier::new(SecretKey::new("sk_caf8cdd67e554180100dbee62d57dd12eb57acbd")?);
//! let callback = mpgs::Callback::verify(query, &verifier)?;
//! match callback.settle(&request.invoice_no, request.amount)? {
//!     Settlement::Paid(paid) => println!("paid: {:?}", paid.transaction_id()),
//!     Settlement::Canceled => println!("canceled"),
//!     Settlement::Undecided => println!("not known: look the payment up"),
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The parts: [`gateways`] declared with [`plutu_gateway`], from [`field`]s; a [`Request`] before
//! it is sent; its [`reply`]; the signed [`callback`]; a [`spec`] of each gateway for tools. There
//! are no HTTP client, runtime, socket or clock in this crate. `plutu-http` sends requests,
//! `plutu-sandbox` plays Plutu for tests.
//!
//! Whatever fails says what is known about the money: [`ReplyError::certainty`].
//!
//! # Features
//!
//! | feature | brings | default |
//! |---|---|---|
//! | `explain` | `explain`, which says why a callback does not verify, for developers | no |
//! | `rust_decimal` | conversions between `Amount` and `rust_decimal::Decimal` | no |

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
