//! The canonical text: the signed pairs as PHP's `http_build_query` writes them, in the order received.

use crate::callback::parameters::Parameter;
use crate::encode;

/// Writes parameters that lie in `text` as `key=value&key=value`, encoded.
///
/// What is the same when it is encoded is written in one go with what lies beside it.
#[inline]
pub(super) fn write<'a>(
    text: &[u8],
    mut parameters: impl Iterator<Item = &'a Parameter>,
    mut sink: impl FnMut(&[u8]),
) {
    let Some(mut parameter) = parameters.next() else {
        return;
    };
    // What is to be written next, as it lies in the text.
    let mut start = parameter.start;
    loop {
        let mut end = parameter.plain;
        if end != parameter.end || parameter.equals == parameter.end {
            sink(text.get(start..end).unwrap_or_default());
            write_rest(text, parameter, &mut sink);
            start = parameter.end;
            end = start;
        }
        let Some(next) = parameters.next() else {
            return sink(text.get(start..end).unwrap_or_default());
        };
        // One byte between two parameters may also be an empty key's `=`, in a body.
        let lies_beside = next.start.wrapping_sub(1) == end && text.get(end) == Some(&b'&');
        if !lies_beside {
            sink(text.get(start..end).unwrap_or_default());
            sink(b"&");
            start = next.start;
        }
        parameter = next;
    }
}

/// Writes what follows a parameter's plain beginning.
fn write_rest(text: &[u8], parameter: &Parameter, sink: &mut impl FnMut(&[u8])) {
    let mut place = parameter.plain;
    while let Some(rest @ [first, ..]) = text.get(place..parameter.end) {
        let (run, _) = rest
            .split_at_checked(encode::plain_len(rest))
            .unwrap_or_default();
        if !run.is_empty() {
            sink(run);
        } else if place == parameter.equals {
            sink(b"=");
        } else {
            sink(&encode::escape(*first));
        }
        place = place.wrapping_add(run.len().max(1));
    }
    if parameter.equals == parameter.end {
        sink(b"=");
    }
}
