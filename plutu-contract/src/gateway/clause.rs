//! The clauses of a declared gateway's contract.

use std::fmt;

/// A clause of a declared gateway's contract. `Display` shows it as the end of the sentence "a
/// gateway …".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Clause {
    /// A genuine callback is accepted in each of its spellings, and settles its own order.
    BelievesGenuine,
    /// A callback that is signed with another secret is rejected.
    ChecksSecret,
    /// A callback with a changed byte in a key, a value or the hash is rejected.
    RejectsChangedBytes,
    /// A callback without one of its keys is rejected.
    RejectsDroppedKeys,
    /// A callback that contains one of its keys twice is rejected. The second one may have any
    /// spelling that PHP reads as the same key.
    RejectsDuplicatedKeys,
    /// A callback with one of its keys under another name is rejected.
    RejectsRenamedKeys,
    /// A callback for another order does not settle the order.
    RejectsOtherOrders,
    /// A callback with another amount does not settle the order.
    RejectsOtherAmounts,
    /// A callback in another currency is rejected, even with a valid signature.
    RejectsOtherCurrencies,
    /// A callback of another gateway is rejected, even with a valid signature. A return page is
    /// rejected if it contains a gateway.
    RejectsOtherGateways,
    /// A callback with both flags set, or with a flag that is neither 1 nor 0, is rejected, even
    /// with a valid signature.
    RejectsOddFlags,
    /// A callback without a required field is rejected, even with a valid signature.
    RequiresFields,
}

impl Clause {
    /// All clauses.
    pub const ALL: &[Self] = &[
        Self::BelievesGenuine,
        Self::ChecksSecret,
        Self::RejectsChangedBytes,
        Self::RejectsDroppedKeys,
        Self::RejectsDuplicatedKeys,
        Self::RejectsRenamedKeys,
        Self::RejectsOtherOrders,
        Self::RejectsOtherAmounts,
        Self::RejectsOtherCurrencies,
        Self::RejectsOtherGateways,
        Self::RejectsOddFlags,
        Self::RequiresFields,
    ];
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BelievesGenuine => "accepts a genuine callback in each of its spellings",
            Self::ChecksSecret => "rejects a callback that is signed with another secret",
            Self::RejectsChangedBytes => "rejects a changed byte in a key, a value or the hash",
            Self::RejectsDroppedKeys => "rejects a callback without one of its keys",
            Self::RejectsDuplicatedKeys => {
                "rejects a duplicate key, in each spelling that PHP reads as the same key"
            }
            Self::RejectsRenamedKeys => "rejects a key under another name",
            Self::RejectsOtherOrders => "settles no order with another invoice number",
            Self::RejectsOtherAmounts => "settles no order with another amount",
            Self::RejectsOtherCurrencies => "rejects another currency, even with a valid signature",
            Self::RejectsOtherGateways => "rejects another gateway, even with a valid signature",
            Self::RejectsOddFlags => {
                "rejects both flags at once, and a flag that is neither 1 nor 0, even with a valid signature"
            }
            Self::RequiresFields => {
                "rejects a callback without a required field, even with a valid signature"
            }
        })
    }
}
