//! Payments through Plutu without an HTTP client: typed requests, replies, and callbacks that are believed
//! only after they were verified.

extern crate self as plutu_core;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod amount;
pub mod callback;
mod credentials;
pub mod currency;
mod encode;
pub mod field;
mod gateway;
pub mod gateways;
mod json;
pub mod reply;
mod request;
mod url;

#[doc(inline)]
pub use plutu_derive::plutu_gateway;

pub use crate::amount::Amount;
pub use crate::amount::ParseAmountError;
pub use crate::callback::CallbackError;
pub use crate::callback::Mismatch;
pub use crate::callback::Paid;
pub use crate::callback::Settlement;
pub use crate::callback::Verifier;
pub use crate::credentials::AccessToken;
pub use crate::credentials::ApiKey;
pub use crate::credentials::Credentials;
pub use crate::credentials::SecretKey;
pub use crate::currency::Currency;
pub use crate::field::InvalidField;
pub use crate::field::InvoiceNo;
pub use crate::field::Language;
pub use crate::field::ReturnUrl;
pub use crate::field::TransactionId;
pub use crate::gateway::Gateway;
pub use crate::reply::ApiError;
pub use crate::reply::Certainty;
pub use crate::reply::ErrorCode;
pub use crate::reply::Redirect;
pub use crate::reply::ReplyError;
pub use crate::request::Request;
pub use crate::request::WireRequest;
pub use crate::url::is_loopback_host;
