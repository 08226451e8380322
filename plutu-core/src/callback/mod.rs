//! Signed callbacks: from the raw text that the payer's browser brings to a settlement.
//!
//! `query` splits the raw text, `keys` says which pairs are signed, `canonical` writes them as they
//! were signed, `signature` compares the hash, `verified` reads the values, and `settlement`
//! compares them with the order. Every callback goes through them in that order, by one path, since two
//! readings of one message are how verifiers fail.
//!
//! The scheme has no timestamp, nonce or key id: a genuine callback can be replayed for ever, and one
//! secret may serve all gateways. So a callback is only ever believed for the shop's own order
//! (`settle`), and an order is settled once, by a unique key in the shop's database.

mod canonical;
mod error;
mod keys;
mod parameters;
mod query;
mod settlement;
mod signature;
mod signing;
#[cfg(test)]
mod tests;
mod verified;

pub use self::error::CallbackError;
pub use self::keys::Keys;
pub(crate) use self::keys::check_own_query;
pub use self::settlement::Mismatch;
pub use self::settlement::Paid;
pub use self::settlement::Settlement;
pub use self::signature::MatchedKey;
pub use self::signature::Verifier;
pub use self::signing::sign;
pub use self::signing::signed_query;
pub use self::verified::CallbackFields;
pub use self::verified::SettlementId;
pub use self::verified::SettlementKeys;
pub use self::verified::SignedCallback;
pub use self::verified::Verified;
