//! The raw query as a list of pairs: split, counted, and otherwise left as it came.

use arrayvec::ArrayVec;

use crate::callback::error::CallbackError;
use crate::callback::keys::Keys;
use crate::callback::keys::Slot;

/// One parameter, still encoded.
pub(super) struct Pair<'a> {
    pub(super) slot: Slot,
    pub(super) key: &'a [u8],
    pub(super) value: &'a [u8],
}

/// The parameters in the order received: the gateway signs them in the order in which it sent them.
pub(super) type Pairs<'a> = ArrayVec<Pair<'a>, MAX_PAIRS>;

/// The longest raw text that is looked at, in bytes.
pub(super) const MAX_LEN: usize = 8_192;

const MAX_PAIRS: usize = 64;

/// Splits a raw query, and refuses one in which a key that matters stands twice.
pub(super) fn split<'a>(raw: &'a str, keys: &Keys) -> Result<Pairs<'a>, CallbackError> {
    if raw.len() > MAX_LEN {
        return Err(CallbackError::TooLarge);
    }
    let raw = raw.strip_prefix('?').unwrap_or(raw);
    let mut pairs = Pairs::new();
    let mut seen = 0_u64;
    for (key, value) in raw_pairs(raw.as_bytes()) {
        let slot = keys.slot(key)?;
        if seen & slot.bit() != 0 {
            return Err(CallbackError::Duplicate { key: keys.name(slot) });
        }
        seen |= slot.bit();
        pairs.try_push(Pair { slot, key, value }).map_err(|_| CallbackError::TooLarge)?;
    }
    Ok(pairs)
}

/// The pairs of a query as PHP splits it: at each `&`, then at the first `=`; nothing at all is no pair.
pub(super) fn raw_pairs(raw: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    raw.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        let mut parts = pair.splitn(2, |&byte| byte == b'=');
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    })
}
