//! A raw query: split, then decoded in its place.

use crate::callback::error::CallbackError;
use crate::callback::keys::Keys;
use crate::callback::parameters::Parameter;
use crate::callback::parameters::Parameters;
use crate::encode;
use crate::encode::Marks;

/// Reads a query as PHP splits it: at each `&`, then at the first `=`. Nothing at all is no parameter.
///
/// `text` is a copy of the query, in which it is decoded.
pub(super) fn read(
    query: &[u8],
    text: &mut [u8],
    keys: &Keys,
    parameters: &mut Parameters,
) -> Result<(), CallbackError> {
    split(query, parameters)?;
    parameters.each(|parameter| decode(text, parameter));
    parameters.find_keys(text, keys)
}

fn split(text: &[u8], parameters: &mut Parameters) -> Result<(), CallbackError> {
    let mut next = Parameter::at(0);
    for mark in Marks::of(text) {
        match text.get(mark) {
            Some(b'=') if next.equals == usize::MAX => next.equals = mark,
            None | Some(b'&') => {
                if mark > next.start {
                    parameters.push(next.up_to(mark))?;
                }
                next = Parameter::at(mark.wrapping_add(1));
            }
            Some(_) => next.plain = next.plain.min(mark),
        }
    }
    Ok(())
}

fn decode(text: &mut [u8], parameter: &mut Parameter) {
    if parameter.plain == parameter.end {
        return;
    }
    let Parameter {
        equals, plain, end, ..
    } = *parameter;
    if plain < equals {
        parameter.equals = encode::decode(text, plain..equals, plain);
        parameter.end = encode::decode(text, equals..end, parameter.equals);
    } else {
        parameter.end = encode::decode(text, plain..end, plain);
    }
}
