//! A callback's parameters, decoded, in the order received. The hash is made from these bytes and the
//! values are read from these bytes.

use std::ops::Range;

use arrayvec::ArrayVec;

use crate::callback::error::CallbackError;
use crate::callback::keys::Keys;
use crate::callback::keys::Slot;
use crate::encode;

/// The received parameters, as pieces of one text. The gateway signs them in the order in which it sent
/// them, so it is kept.
pub(super) struct Parameters {
    list: ArrayVec<Parameter, MAX_COUNT>,
    /// For each known key, the place of its parameter in the list, counted from one.
    places: [u8; Slot::COUNT],
    /// Whether these are not everything that was sent.
    pub(super) has_gap: bool,
}

/// The most parameters that are looked at.
const MAX_COUNT: usize = 64;

/// One parameter, which lies decoded in the text as `key=value`.
#[derive(Clone, Copy)]
pub(super) struct Parameter {
    pub(super) slot: Slot,
    pub(super) start: usize,
    /// Where the `=` stands, or the end if there is none.
    pub(super) equals: usize,
    /// Up to here it is the same when it is encoded.
    pub(super) plain: usize,
    pub(super) end: usize,
}

impl Parameter {
    /// One that starts here and of which nothing else is known.
    pub(super) fn at(start: usize) -> Self {
        Self {
            slot: Slot::OTHER,
            start,
            equals: usize::MAX,
            plain: usize::MAX,
            end: usize::MAX,
        }
    }

    /// One whose decoded key and value are added to `text`.
    pub(super) fn append(key: &[u8], value: &[u8], text: &mut Vec<u8>) -> Self {
        let start = text.len();
        text.extend_from_slice(key);
        let equals = text.len();
        text.push(b'=');
        text.extend_from_slice(value);
        Self {
            slot: Slot::OTHER,
            start,
            equals,
            plain: start.wrapping_add(encode::plain_len(key)),
            end: text.len(),
        }
    }

    /// The same one, ending here.
    pub(super) fn up_to(self, end: usize) -> Self {
        Self {
            equals: self.equals.min(end),
            plain: self.plain.min(end),
            end,
            ..self
        }
    }
}

impl Parameters {
    pub(super) const fn new() -> Self {
        Self {
            list: ArrayVec::new_const(),
            places: [0; Slot::COUNT],
            has_gap: false,
        }
    }

    #[inline]
    pub(super) fn push(&mut self, parameter: Parameter) -> Result<(), CallbackError> {
        self.list
            .try_push(parameter)
            .map_err(|_| CallbackError::TooLarge)
    }

    #[inline]
    pub(super) fn each(&mut self, change: impl FnMut(&mut Parameter)) {
        self.list.iter_mut().for_each(change);
    }

    /// Finds each parameter's key among the known ones. One that matters must not stand twice.
    pub(super) fn find_keys(&mut self, text: &[u8], keys: &Keys) -> Result<(), CallbackError> {
        // Mostly the keys come in the order in which they are known.
        let mut expected = Slot::GATEWAY;
        for (parameter, place) in self.list.iter_mut().zip(1..) {
            let key = text
                .get(parameter.start..parameter.equals)
                .unwrap_or_default();
            let slot = keys.slot(key, expected)?;
            parameter.slot = slot;
            expected = keys.after(slot);
            if let Some(taken) = self.places.get_mut(slot.index()) {
                if *taken != 0 {
                    return Err(CallbackError::Duplicate {
                        key: keys.name(slot),
                    });
                }
                *taken = place;
            }
        }
        Ok(())
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Parameter> {
        self.list.iter()
    }

    /// Where the value of the parameter in a slot lies, which is not [`Slot::OTHER`].
    #[inline]
    pub(super) fn value(&self, slot: Slot) -> Option<Range<usize>> {
        let place = self.places.get(slot.index())?;
        let parameter = self.list.get(usize::from(*place).wrapping_sub(1))?;
        let start = parameter.equals.wrapping_add(1).min(parameter.end);
        Some(start..parameter.end)
    }
}
