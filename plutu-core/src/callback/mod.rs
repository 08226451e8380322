//! Signed callbacks: from the raw text that comes from outside to a settlement.
//!
//! `query` and `body` split the raw text, `keys` says which parameters are signed, `canonical` writes them
//! as they were signed, `signature` compares the hash, `fields` reads the values, `verified` keeps the proof,
//! and `settlement` is the comparison with the order. Every callback goes through them in that order, by one path, since two
//! readings of one message are how verifiers fail. `signing` makes callbacks for tests, and `explain` (behind the feature of
//! that name) tells a developer why one does not verify.
//!
//! The scheme has no timestamp, nonce or key id: a genuine callback can be replayed for ever, and one
//! secret may serve all gateways. So a callback is only ever believed for the shop's own order
//! (`settle`), and an order is settled once, by a unique key in the shop's database.

mod body;
mod canonical;
mod error;
#[cfg(feature = "explain")]
mod explain;
mod fields;
mod keys;
mod parameters;
mod query;
mod signature;
mod signed;
mod signing;
#[cfg(test)]
mod tests;
mod verified;

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
pub use self::explain::explain_return;
pub use self::fields::CallbackFields;
pub use self::keys::Keys;
pub(crate) use self::keys::check_own_query;
pub use self::signature::MatchedKey;
pub use self::signature::Verifier;
pub use self::signed::SettlementFields;
pub use self::signed::SignedCallback;
pub use self::signed::SignedReturn;
pub use self::signing::sign;
pub use self::signing::signed_query;
pub use self::verified::SettlementId;
pub use self::verified::Verified;
pub use self::verified::VerifiedReturn;
