//! The canonical text: the signed pairs as PHP's `http_build_query` writes them, in the order received.

use crate::encode;
use crate::encode::Sink;

/// Writes decoded pairs as `key=value&key=value`.
pub(super) fn write<K, V>(pairs: impl Iterator<Item = (K, V)>, sink: &mut impl Sink)
where
    K: Iterator<Item = u8>,
    V: Iterator<Item = u8>,
{
    for (index, (key, value)) in pairs.enumerate() {
        if index > 0 {
            sink.push(b'&');
        }
        encode::append(key, sink);
        sink.push(b'=');
        encode::append(value, sink);
    }
}
