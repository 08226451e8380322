//! A callback's parameters, decoded, in the order received. Both the hash and the values are
//! computed from these slices.

use arrayvec::ArrayVec;

use crate::callback::error::CallbackError;
use crate::keys::Keys;
use crate::keys::Slot;
use crate::query;
use crate::query::Pair;

/// The received parameters.
pub(super) struct Parameters<'a> {
    list: ArrayVec<Parameter<'a>, MAX_COUNT>,
    /// Whether the list is incomplete: a value was received that PHP does not sign as one string.
    pub(super) has_gap: bool,
}

struct Parameter<'a> {
    slot: Slot,
    pair: Pair<'a>,
}

/// The maximum number of parameters.
const MAX_COUNT: usize = 64;

impl<'a> Parameters<'a> {
    pub(super) fn new() -> Self {
        Self {
            list: ArrayVec::new(),
            has_gap: false,
        }
    }

    /// Adds a parameter. Its key is looked up later.
    #[inline]
    pub(super) fn push(&mut self, pair: Pair<'a>) -> Result<(), CallbackError> {
        let slot = Slot::Other;
        self.list
            .try_push(Parameter { slot, pair })
            .map_err(|_| CallbackError::TooLarge)
    }

    /// Looks up every key. A key that the type uses must not occur twice, or in an irregular
    /// spelling that PHP reads as that key.
    pub(super) fn find_keys(&mut self, keys: &Keys) -> Result<(), CallbackError> {
        for Parameter { slot, pair } in &mut self.list {
            let (key, _) = *pair;
            *slot = keys
                .slot(key)
                .map_err(|key| CallbackError::Duplicate { key })?;
        }
        let mut rest = self.list.as_slice();
        while let Some((Parameter { slot, .. }, others)) = rest.split_first() {
            if *slot != Slot::Other && others.iter().any(|other| other.slot == *slot) {
                let key = keys.name(*slot);
                return Err(CallbackError::Duplicate { key });
            }
            rest = others;
        }
        Ok(())
    }

    /// Returns the value of a key that the type uses, and that occurs at most once.
    #[inline]
    pub(super) fn value(&self, slot: Slot) -> Option<&'a [u8]> {
        let found = self.list.iter().find(|parameter| parameter.slot == slot);
        found.map(|parameter| parameter.pair.1)
    }

    /// Returns the parameters in these slots, in the order received.
    pub(super) fn in_slots(
        &self,
        is_included: impl Fn(Slot) -> bool + Copy,
    ) -> impl Iterator<Item = Pair<'a>> + Clone {
        self.list
            .iter()
            .filter(move |parameter| is_included(parameter.slot))
            .map(|parameter| parameter.pair)
    }

    /// Whether PHP keeps every parameter unchanged: it renames or drops no key, no key occurs
    /// twice, and the list is complete.
    pub(super) fn are_kept_by_php(&self) -> bool {
        let keys = || self.list.iter().map(|parameter| parameter.pair.0);
        let occurs_once = |key| keys().filter(|other| *other == key).count() == 1;
        !self.has_gap && keys().all(|key| query::keeps(key) && occurs_once(key))
    }
}
