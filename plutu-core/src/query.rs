//! Reads a query the way PHP does: splits it, decodes it, and names every key.
//!
//! Plutu signs the parameters as PHP reads them. So callbacks are read and return URLs are checked
//! with this module.

#[cfg(test)]
mod exhaustive;

use std::cell::Cell;

use memchr::memchr;
use memchr::memchr2;

/// A key and its value, decoded.
pub(crate) type Pair<'a> = (&'a [u8], &'a [u8]);

/// Returns the parameters of a query in the order received, decoded in place.
///
/// PHP splits at each `&` and skips empty pieces. It then splits each piece at its first `=`; if
/// there is none, the value is empty.
pub(crate) fn parameters(query: &mut [u8]) -> impl Iterator<Item = Pair<'_>> {
    let is_encoded = memchr2(b'%', b'+', query).is_some();
    split(query).map(move |(key, value)| {
        if is_encoded {
            (decode(key), decode(value))
        } else {
            (&*key, &*value)
        }
    })
}

fn split(query: &mut [u8]) -> impl Iterator<Item = (&mut [u8], &mut [u8])> {
    let mut rest = query;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (piece, others) = split_at_first(b'&', std::mem::take(&mut rest));
            rest = others;
            if !piece.is_empty() {
                return Some(split_at_first(b'=', piece));
            }
        }
        None
    })
}

/// Returns the bytes before the first `separator`, and the bytes after it.
fn split_at_first(separator: u8, text: &mut [u8]) -> (&mut [u8], &mut [u8]) {
    let end = memchr(separator, text).unwrap_or(text.len());
    let (before, after) = text.split_at_mut(end);
    (before, after.get_mut(1..).unwrap_or_default())
}

/// Decodes a string in place, as PHP's `urldecode` does: `+` is a space, `%XX` is a byte, and a
/// malformed escape stays unchanged.
pub(crate) fn decode(text: &mut [u8]) -> &[u8] {
    // Cells, because the decoded bytes overwrite the bytes that were already read.
    let bytes = Cell::from_mut(text).as_slice_of_cells();
    let mut unread = bytes;
    let mut len = 0;
    for (place, end) in bytes.iter().zip(1..) {
        let Some((byte, rest)) = decode_first(unread) else {
            break;
        };
        place.set(byte);
        unread = rest;
        len = end;
    }
    text.split_at(len).0
}

/// Returns the first decoded byte, and the rest of the string.
fn decode_first(text: &[Cell<u8>]) -> Option<(u8, &[Cell<u8>])> {
    let (first, rest) = text.split_first()?;
    let byte = match (first.get(), rest) {
        (b'+', _) => b' ',
        (b'%', [high, low, rest @ ..]) => match (hex_value(high.get()), hex_value(low.get())) {
            (Some(high), Some(low)) => {
                return Some((high.wrapping_mul(16).wrapping_add(low), rest));
            }
            _ => b'%',
        },
        (byte, _) => byte,
    };
    Some((byte, rest))
}

fn hex_value(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

/// Returns the name under which PHP's `parse_str` stores a decoded key. It is empty for a key that
/// PHP drops.
///
/// A NUL ends the key, and leading spaces are dropped. A key that then starts with `[` is dropped.
/// If a `[` is closed by a later `]`, the key is that of an array, and the part before the `[` is
/// its name. In the name, space, `.` and `[` become `_`.
pub(crate) fn name(key: &[u8]) -> impl Iterator<Item = u8> + Clone {
    let end = memchr(0, key).unwrap_or(key.len());
    let (key, _) = key.split_at(end);
    let start = key.iter().position(|&byte| byte != b' ');
    let (_, key) = key.split_at(start.unwrap_or(key.len()));
    let bracket = memchr(b'[', key).unwrap_or(key.len());
    let (array, index) = key.split_at(bracket);
    let is_array = array.is_empty() || index.contains(&b']');
    let name = if is_array { array } else { key };
    name.iter().map(|&byte| match byte {
        b' ' | b'.' | b'[' => b'_',
        _ => byte,
    })
}

/// Whether PHP stores a decoded key under exactly this name.
pub(crate) fn keeps(key: &[u8]) -> bool {
    !key.is_empty() && name(key).eq(key.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::decode;
    use super::keeps;
    use super::name;
    use super::parameters;

    fn decoded(text: &[u8]) -> Vec<u8> {
        decode(&mut text.to_vec()).to_vec()
    }

    #[test]
    fn every_byte_is_decoded_in_every_spelling() {
        for byte in 0..=u8::MAX {
            for spelling in [
                format!("%{byte:02X}"),
                format!("%{byte:02x}"),
                format!("%{byte:02X}{byte:02X}"),
            ] {
                let mut expected = vec![byte];
                expected.extend(spelling.bytes().skip(3));
                assert_eq!(decoded(spelling.as_bytes()), expected, "{spelling}");
            }
            let expected = match byte {
                b'+' => b' ',
                _ => byte,
            };
            assert_eq!(decoded(&[byte]), [expected]);
        }
    }

    #[test]
    fn only_two_hex_digits_are_an_escape() {
        for high in 0..=u8::MAX {
            for low in 0..=u8::MAX {
                let digits = str::from_utf8(&[high, low])
                    .ok()
                    .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
                    .map(|digits| u8::from_str_radix(digits, 16).unwrap());
                let plain = |byte| if byte == b'+' { b' ' } else { byte };
                let expected = match digits {
                    Some(byte) => vec![byte],
                    None => vec![b'%', plain(high), plain(low)],
                };
                assert_eq!(decoded(&[b'%', high, low]), expected, "{high} {low}");
            }
        }
    }

    #[test]
    fn malformed_escapes_stay_unchanged() {
        for (raw, expected) in [
            ("%", "%"),
            ("%4", "%4"),
            ("%zz", "%zz"),
            ("%%41", "%A"),
            ("%4%41", "%4A"),
            ("%u0041", "%u0041"),
            ("a%2", "a%2"),
            ("+%2B+", " + "),
            ("", ""),
        ] {
            assert_eq!(decoded(raw.as_bytes()), expected.as_bytes(), "{raw}");
        }
    }

    #[test]
    fn a_query_is_split_before_it_is_decoded() {
        for (query, expected) in [
            ("", &[][..]),
            ("&", &[]),
            ("&&a&&", &[("a", "")]),
            ("=", &[("", "")]),
            ("a=b=c&d", &[("a", "b=c"), ("d", "")]),
            ("%26=%3D&+=%2B", &[("&", "="), (" ", "+")]),
            ("a=%41&%42=b", &[("a", "A"), ("B", "b")]),
        ] {
            let mut text = query.as_bytes().to_vec();
            let pairs: Vec<_> = parameters(&mut text).collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|(key, value)| (key.as_bytes(), value.as_bytes()))
                .collect();
            assert_eq!(pairs, expected, "{query}");
        }
    }

    /// The output of `php -r 'parse_str(urlencode($argv[1]), $q); echo key($q);'` for each key.
    #[test]
    fn t9_keys_are_folded_as_php_does() {
        for (key, php) in [
            ("invoice_no", "invoice_no"),
            ("invoice.no", "invoice_no"),
            ("invoice no", "invoice_no"),
            ("invoice[no", "invoice_no"),
            ("  approved", "approved"),
            ("approved[]", "approved"),
            ("approved[a][b", "approved"),
            ("a.b[c.d]", "a_b"),
            ("a[b.c d[e", "a_b_c_d_e"),
            ("approved\0z", "approved"),
            ("approved]", "approved]"),
            ("\tapproved", "\tapproved"),
            ("[approved]", ""),
            ("[approved", ""),
            ("\0approved", ""),
            ("  ", ""),
            ("", ""),
        ] {
            let name: Vec<u8> = name(key.as_bytes()).collect();
            assert_eq!(name, php.as_bytes(), "{key:?}");
            assert_eq!(keeps(key.as_bytes()), key == php && !key.is_empty());
        }
    }
}
