//! Signed callbacks: from the raw query or body to a settlement.
//!
//! Read `verify` first: it lists the rules in their order, and the file that contains each rule.
//! `signed_callback` and `signed_return` are the verified types, and `settlement` compares them
//! with the order. `signing` makes callbacks for tests, and `explain` (with the feature `explain`)
//! reports why a callback does not verify. All of them share one encoder (`crate::encode`) and one
//! MAC (`signature`).
//!
//! Plutu's scheme has no timestamp, nonce or key id: a genuine callback can be replayed forever,
//! and one secret may serve all gateways. So a callback is believed only for the shop's own order
//! (`settle`), and a unique key in the shop's database makes sure that an order is settled once.

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
pub use self::signing::signed_query;
