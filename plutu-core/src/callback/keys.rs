//! Which parameters of a callback are signed, and under which spellings PHP finds them.

use arrayvec::ArrayVec;

use crate::callback::error::CallbackError;
use crate::callback::query::raw_pairs;
use crate::encode::Decoded;

/// The keys of one callback type.
#[derive(Debug)]
pub struct Keys {
    /// The declared fields' wire names, in the order of declaration.
    declared: &'static [&'static str],
}

impl Keys {
    /// The most fields that a callback can declare.
    pub const MAX_DECLARED: usize = 56;

    /// The keys of a callback that declares these fields. `gateway`, `approved` and `canceled` are
    /// signed beside them.
    #[must_use]
    pub const fn new(declared: &'static [&'static str]) -> Self {
        Self { declared }
    }

    /// The slot of the field with this wire name.
    pub(super) fn declared(&self, name: &str) -> Option<Slot> {
        self.find(name.as_bytes())
    }

    /// Where a parameter's raw key belongs.
    ///
    /// A spelling that is not the key itself but that PHP folds into it is refused: PHP would let one of
    /// the two win, and a reader who does not know that would see the other.
    pub(super) fn slot(&self, raw: &[u8]) -> Result<Slot, CallbackError> {
        let name = FoldedName::new(raw);
        match self.find(&name.bytes) {
            Some(slot) if name.exact => Ok(slot),
            Some(slot) => Err(CallbackError::Duplicate { key: self.name(slot) }),
            None => Ok(Slot::OTHER),
        }
    }

    /// The name of a slot that is not [`Slot::OTHER`].
    pub(super) fn name(&self, slot: Slot) -> &'static str {
        self.names().nth(usize::from(slot.0)).unwrap_or_default()
    }

    fn find(&self, name: &[u8]) -> Option<Slot> {
        let index = self.names().position(|known| known.as_bytes() == name)?;
        u8::try_from(index).ok().map(Slot)
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        COMMON.into_iter().chain(self.declared.iter().copied())
    }
}

/// A parameter's place among the keys of its callback type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot(u8);

impl Slot {
    pub(super) const GATEWAY: Self = Self(0);
    pub(super) const APPROVED: Self = Self(1);
    pub(super) const CANCELED: Self = Self(2);
    pub(super) const HASHED: Self = Self(3);
    /// A key that the callback type does not know.
    pub(super) const OTHER: Self = Self(u8::MAX);

    /// Whether the parameter is one of the callback type's signed ones.
    pub(super) fn is_signed(self) -> bool {
        self != Self::HASHED && self != Self::OTHER
    }

    /// A bit of its own for each known key, none for an unknown one.
    pub(super) fn bit(self) -> u64 {
        1_u64.checked_shl(u32::from(self.0)).unwrap_or(0)
    }
}

/// The keys that every callback has, in the order of the [`Slot`] constants.
const COMMON: [&str; 4] = ["gateway", "approved", "canceled", "hashed"];

/// The keys of the built-in gateways' callbacks beside the common ones.
const BUILT_IN: [&str; 5] = ["amount", "currency", "invoice_no", "payment_method", "transaction_id"];

/// Whether a URL's query holds a key that any built-in gateway's callback has, in any spelling that PHP
/// folds into it. Plutu's own parameters would then stand beside it under the same name.
pub(crate) fn holds_callback_key(query: &str) -> bool {
    let keys = Keys::new(&BUILT_IN);
    raw_pairs(query.as_bytes()).any(|(key, _)| keys.slot(key).map_or(true, |slot| slot != Slot::OTHER))
}

/// A key as PHP's `parse_str` would name it, and whether that is how it was written.
struct FoldedName {
    bytes: ArrayVec<u8, { Self::MAX_LEN }>,
    exact: bool,
}

impl FoldedName {
    /// Longer than any wire name that the attribute takes, so a longer key is none of ours.
    const MAX_LEN: usize = 64;

    /// PHP drops spaces in front, ends the name at a NUL, turns `.` and space into `_`, and makes an
    /// array of what stands before a `[` that is closed later; a `[` that is not becomes `_`.
    fn new(raw: &[u8]) -> Self {
        let mut name = Self { bytes: ArrayVec::new(), exact: true };
        let mut rest = Decoded::new(raw);
        while let Some(byte) = rest.next() {
            let folded = match byte {
                b' ' if name.bytes.is_empty() => {
                    name.exact = false;
                    continue;
                }
                0 => None,
                b'[' if rest.clone().take_while(|&byte| byte != 0).any(|byte| byte == b']') => None,
                b' ' | b'.' | b'[' => Some(b'_'),
                _ => Some(byte),
            };
            name.exact &= folded == Some(byte);
            let Some(folded) = folded else { break };
            if name.bytes.try_push(folded).is_err() {
                name.bytes.clear();
                break;
            }
        }
        name
    }
}
