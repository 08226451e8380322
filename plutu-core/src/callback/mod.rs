//! Signed callbacks: from the raw query or body to a settlement.
//!
//! Start with `verify`, which has the rules in their order and says which file holds each.
//! `signed_callback` and `signed_return` are the types that come out of it, and `settlement` is the
//! comparison with the order. `signing` makes callbacks for tests, and `explain` (behind the
//! feature of that name) says why one does not verify. All of them share one encoder
//! (`crate::encode`) and one MAC (`signature`).
//!
//! The scheme has no timestamp, nonce or key id: a genuine callback can be replayed forever, and
//! one secret may serve all gateways. So a callback is only ever believed for the shop's own order
//! (`settle`), and an order is settled once, by a unique key in the shop's database.

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
