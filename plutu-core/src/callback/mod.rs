//! Signed callbacks: from the raw query or body to a settlement.
//!
//! Verify a callback with its declared type: `mpgs::Callback::verify(raw_query, &verifier)` for one
//! that the payer's browser brings, or `verify_json(body, &verifier)` for one that Plutu's server
//! posts. Then compare it with your order: `callback.settle(&invoice_no, amount)`.
//!
//! This module has:
//!
//! - [`Verifier`], which holds the secrets, [`CallbackError`], and [`MatchedKey`], which says which
//!   of the secrets matched;
//! - the traits [`SignedCallback`] and [`SignedReturn`], for generic code;
//! - [`signed_query`], [`signed_json`], [`sign`] and [`canonical`], which make callbacks for tests;
//! - with the feature `explain`, `explain`, `explain_described` and `explain_return`, which report
//!   why a callback does not verify.
//!
//! Plutu's scheme has no timestamp, nonce or key id: a genuine callback can be replayed forever,
//! and one secret may serve all gateways. So a callback is believed only for the shop's own order
//! (`settle`), and a unique key in the shop's database makes sure that an order is settled once.

// Read `verify` first: it lists the rules in their order, and the file that contains each rule.
// `signed_callback` and `signed_return` are the verified types, and `settlement` compares them with
// the order. `signing` makes callbacks for tests, and `explain` (with the feature `explain`)
// reports why a callback does not verify. All of them share one encoder (`crate::encode`) and one
// MAC (`signature`).

mod body;
mod error;
#[cfg(feature = "explain")]
mod explain;
pub(crate) mod fields;
mod parameters;
mod signature;
pub(crate) mod signed_callback;
pub(crate) mod signed_return;
mod signing;
#[cfg(test)]
mod tests;
mod verify;

pub use self::error::CallbackError;
#[cfg(feature = "explain")]
pub use self::explain::Cause;
#[cfg(feature = "explain")]
pub use self::explain::Explanation;
#[cfg(feature = "explain")]
pub use self::explain::Rewriting;
#[cfg(feature = "explain")]
pub use self::explain::explain;
#[cfg(feature = "explain")]
pub use self::explain::explain_described;
#[cfg(feature = "explain")]
pub use self::explain::explain_return;
pub use self::signature::MatchedKey;
pub use self::signature::Verifier;
pub use self::signed_callback::SignedCallback;
pub use self::signed_return::SignedReturn;
pub use self::signing::canonical;
pub use self::signing::sign;
pub use self::signing::signed_json;
pub use self::signing::signed_query;
