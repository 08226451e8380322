//! A callback's parameters, decoded, in the order received. The hash is made from these slices, and
//! the values are read from these slices.

use arrayvec::ArrayVec;

use crate::callback::error::CallbackError;
use crate::keys::Keys;
use crate::keys::Slot;
use crate::query;
use crate::query::Pair;

/// The received parameters.
pub(super) struct Parameters<'a> {
    list: ArrayVec<Parameter<'a>, MAX_COUNT>,
    /// Whether a value was received that PHP does not sign as one string, so that it is not in the
    /// list.
    pub(super) has_gap: bool,
}

struct Parameter<'a> {
    slot: Slot,
    pair: Pair<'a>,
}

/// The most parameters that are read.
const MAX_COUNT: usize = 64;

impl<'a> Parameters<'a> {
    pub(super) fn new() -> Self {
        Self {
            list: ArrayVec::new(),
            has_gap: false,
        }
    }

    /// Adds a parameter whose key was not looked up yet.
    #[inline]
    pub(super) fn push(&mut self, pair: Pair<'a>) -> Result<(), CallbackError> {
        let slot = Slot::Other;
        self.list
            .try_push(Parameter { slot, pair })
            .map_err(|_| CallbackError::TooLarge)
    }

    /// Looks up every key. One that matters must not come twice, or in a spelling that PHP folds
    /// into it.
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

    /// The value of a key that matters, which comes once.
    #[inline]
    pub(super) fn value(&self, slot: Slot) -> Option<&'a [u8]> {
        let found = self.list.iter().find(|parameter| parameter.slot == slot);
        found.map(|parameter| parameter.pair.1)
    }

    /// The parameters in these slots, in the order received.
    pub(super) fn in_slots(
        &self,
        is_included: impl Fn(Slot) -> bool + Copy,
    ) -> impl Iterator<Item = Pair<'a>> + Clone {
        self.list
            .iter()
            .filter(move |parameter| is_included(parameter.slot))
            .map(|parameter| parameter.pair)
    }

    /// Whether PHP keeps every parameter as it was received: it renames or drops no key, no key
    /// comes twice, and the list is complete.
    pub(super) fn are_kept_by_php(&self) -> bool {
        let keys = || self.list.iter().map(|parameter| parameter.pair.0);
        let comes_once = |key| keys().filter(|other| *other == key).count() == 1;
        !self.has_gap && keys().all(|key| query::keeps(key) && comes_once(key))
    }
}
