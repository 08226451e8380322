//! A raw query, split and decoded in its place, once.

use memchr::memchr;
use memchr::memchr2;

use crate::callback::error::CallbackError;
use crate::callback::keys::Keys;
use crate::callback::parameters::Parameters;
use crate::encode;

/// Reads a query as PHP splits it: at each `&`, then at the first `=`. Nothing at all is no parameter.
pub(super) fn read<'a>(
    text: &'a mut [u8],
    keys: &Keys,
    parameters: &mut Parameters<'a>,
) -> Result<(), CallbackError> {
    let mut plain = memchr2(b'+', b'%', text).unwrap_or(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (pair, after) = split_once(rest, b'&');
        let pair_len = pair.len();
        if pair_len > 0 {
            let (key, value) = split_once(pair, b'=');
            let value_plain = plain.saturating_sub(key.len()).saturating_sub(1);
            let key = encode::decode(key, plain);
            let value = encode::decode(value, value_plain);
            parameters.push(key, value, keys)?;
        }
        plain = plain.saturating_sub(pair_len).saturating_sub(1);
        rest = after;
    }
    Ok(())
}

#[inline]
/// What stands before and after the first `separator`: without one, everything and nothing.
fn split_once(text: &mut [u8], separator: u8) -> (&mut [u8], &mut [u8]) {
    // The index that memchr finds is never beyond the text, so the split cannot panic.
    let (before, after) = text.split_at_mut(memchr(separator, text).unwrap_or(text.len()));
    (before, after.get_mut(1..).unwrap_or_default())
}
