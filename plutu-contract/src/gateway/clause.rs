//! The clauses of a declared gateway's contract.

use std::fmt;

/// A promise that a declared gateway keeps. `Display` shows it as a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Clause {
    /// A genuine callback is believed, in each of its spellings, and settles its own order.
    BelievesGenuine,
    /// Nothing is believed that another secret signed.
    ChecksSecret,
    /// A changed byte of a key, a value or the hash is rejected.
    RejectsChangedBytes,
    /// A callback without one of its keys is rejected.
    RejectsDroppedKeys,
    /// A callback with one of its keys twice is rejected, in each spelling that PHP folds into it.
    RejectsDuplicatedKeys,
    /// A callback with one of its keys under another name is rejected.
    RejectsRenamedKeys,
    /// The callback of another order settles nothing.
    RejectsOtherOrders,
    /// The callback of another amount settles nothing.
    RejectsOtherAmounts,
    /// A callback in another currency is rejected, though it is rightly signed.
    RejectsOtherCurrencies,
    /// A callback of another gateway is rejected, though it is rightly signed. A return page must
    /// name no gateway.
    RejectsOtherGateways,
    /// A callback with both flags is rejected, though it is rightly signed, and so is a flag that
    /// is neither 1 nor 0.
    RejectsOddFlags,
    /// A callback without a required field is rejected, though it is rightly signed.
    RequiresFields,
}

impl Clause {
    /// All of them.
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
            Self::BelievesGenuine => "believes what is genuine, in each of its spellings",
            Self::ChecksSecret => "rejects what another secret signed",
            Self::RejectsChangedBytes => "rejects a changed byte of a key, a value or the hash",
            Self::RejectsDroppedKeys => "rejects a callback without one of its keys",
            Self::RejectsDuplicatedKeys => {
                "rejects a key that comes twice, in each spelling that PHP folds into it"
            }
            Self::RejectsRenamedKeys => "rejects a key under another name",
            Self::RejectsOtherOrders => "settles no other order",
            Self::RejectsOtherAmounts => "settles no other amount",
            Self::RejectsOtherCurrencies => "rejects another currency, rightly signed",
            Self::RejectsOtherGateways => "rejects a gateway that is not its own, rightly signed",
            Self::RejectsOddFlags => {
                "rejects both flags at once, and a flag that is neither 1 nor 0, rightly signed"
            }
            Self::RequiresFields => "rejects a callback without a required field, rightly signed",
        })
    }
}
