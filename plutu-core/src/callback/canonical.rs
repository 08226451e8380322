//! The canonical text: the signed pairs as PHP's `http_build_query` writes them, in the order received.

use crate::encode;
use crate::encode::Sink;

/// Writes decoded pairs as `key=value&key=value`.
pub(super) fn write<'a>(pairs: impl Iterator<Item = (&'a [u8], &'a [u8])>, sink: &mut impl Sink) {
    for (index, (key, value)) in pairs.enumerate() {
        if index > 0 {
            sink.push(b'&');
        }
        encode::append(key, sink);
        sink.push(b'=');
        encode::append(value, sink);
    }
}
