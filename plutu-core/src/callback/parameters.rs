//! A callback's parameters, decoded, in the order received. The hash is made from these bytes and the
//! values are read from these bytes.

use arrayvec::ArrayVec;

use crate::callback::error::CallbackError;
use crate::callback::keys::Keys;
use crate::callback::keys::Slot;

/// The received parameters. The gateway signs them in the order in which it sent them, so it is kept.
pub(super) struct Parameters<'a> {
    list: ArrayVec<Parameter<'a>, MAX_COUNT>,
    seen: u64,
    /// Whether these are not everything that was sent.
    pub(super) has_gap: bool,
}

/// The most parameters that are looked at.
const MAX_COUNT: usize = 64;

/// One parameter.
#[derive(Clone, Copy)]
pub(super) struct Parameter<'a> {
    pub(super) slot: Slot,
    pub(super) key: &'a [u8],
    pub(super) value: &'a [u8],
}

impl<'a> Parameters<'a> {
    pub(super) const fn new() -> Self {
        Self {
            list: ArrayVec::new_const(),
            seen: 0,
            has_gap: false,
        }
    }

    /// Adds a parameter. A key that matters must not stand twice.
    #[inline]
    pub(super) fn push(
        &mut self,
        key: &'a [u8],
        value: &'a [u8],
        keys: &Keys,
    ) -> Result<(), CallbackError> {
        let slot = keys.slot(key)?;
        if self.seen & slot.bit() != 0 {
            return Err(CallbackError::Duplicate {
                key: keys.name(slot),
            });
        }
        self.seen |= slot.bit();
        let parameter = Parameter { slot, key, value };
        self.list
            .try_push(parameter)
            .map_err(|_| CallbackError::TooLarge)
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Parameter<'a>> {
        self.list.iter()
    }

    #[inline]
    /// The value of the parameter in a slot that is not [`Slot::OTHER`].
    pub(super) fn value(&self, slot: Slot) -> Option<&'a [u8]> {
        self.iter()
            .find(|parameter| parameter.slot == slot)
            .map(|parameter| parameter.value)
    }
}
