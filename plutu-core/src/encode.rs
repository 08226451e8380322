//! The one encoding of requests and callbacks: percent-encoding as PHP's `urlencode` writes it.
//!
//! Letters, digits and `-` `_` `.` stay, a space becomes `+`, every other byte `%XX` in upper case.
//! (`form_urlencoded` leaves `*` alone and encodes nothing else differently, which is one byte off.)

/// Where encoded text goes: a form, a hash.
pub(crate) trait Sink {
    /// Takes one byte of ASCII.
    fn push(&mut self, ascii: u8);
}

impl Sink for String {
    #[inline]
    fn push(&mut self, ascii: u8) {
        Self::push(self, char::from(ascii));
    }
}

/// Appends `bytes`, encoded, to `sink`.
#[inline]
pub(crate) fn append(bytes: &[u8], sink: &mut impl Sink) {
    for &byte in bytes {
        if stays(byte) {
            sink.push(byte);
        } else if byte == b' ' {
            sink.push(b'+');
        } else {
            sink.push(b'%');
            sink.push(upper_hex_digit(byte >> 4));
            sink.push(upper_hex_digit(byte & 0x0F));
        }
    }
}

/// Whether a byte stands for itself.
#[inline]
fn stays(byte: u8) -> bool {
    STAYS.get(usize::from(byte)).copied().unwrap_or(false)
}

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, which refuses a bad index"
)]
const STAYS: [bool; 256] = {
    let mut stays = [false; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        stays[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        byte = byte.saturating_add(1);
    }
    stays
};

fn upper_hex_digit(nibble: u8) -> u8 {
    if nibble < 10 {
        b'0'.wrapping_add(nibble)
    } else {
        b'A'.wrapping_add(nibble).wrapping_sub(10)
    }
}

/// Decodes a query's key or value in its place, as PHP's `urldecode` does: `+` is a space, `%XX` a byte,
/// and a malformed escape stands for itself. The first `plain` bytes are known to hold no escape.
#[inline]
pub(crate) fn decode(text: &mut [u8], plain: usize) -> &[u8] {
    let mut written = plain.min(text.len());
    let mut read = written;
    while let Some((byte, len)) = text.get(read..).and_then(decode_first) {
        if let Some(place) = text.get_mut(written) {
            *place = byte;
        }
        written = written.saturating_add(1);
        read = read.saturating_add(len);
    }
    text.get(..written).unwrap_or_default()
}

/// The byte that a text's first characters stand for, and how many they are.
fn decode_first(raw: &[u8]) -> Option<(u8, usize)> {
    match *raw {
        [b'%', high, low, ..] => match (hex_value(high), hex_value(low)) {
            (Some(high), Some(low)) => Some(((high << 4) | low, 3)),
            _ => Some((b'%', 1)),
        },
        [b'+', ..] => Some((b' ', 1)),
        [byte, ..] => Some((byte, 1)),
        [] => None,
    }
}

fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit.wrapping_sub(b'0')),
        b'A'..=b'F' => Some(digit.wrapping_sub(b'A').wrapping_add(10)),
        b'a'..=b'f' => Some(digit.wrapping_sub(b'a').wrapping_add(10)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::append;
    use super::decode;

    /// What `php -r 'for ($b = 0; $b < 256; $b++) echo urlencode(chr($b));'` prints, in parts.
    fn php_urlencode(byte: u8) -> String {
        match byte {
            b' ' => "+".to_owned(),
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        }
    }

    #[test]
    fn every_byte_is_encoded_as_php_does_and_decoded_back() {
        for byte in 0..=u8::MAX {
            let mut encoded = String::new();
            append(&[byte], &mut encoded);
            assert_eq!(encoded, php_urlencode(byte));
            for spelling in [
                encoded.clone(),
                format!("%{byte:02X}"),
                format!("%{byte:02x}"),
            ] {
                assert_eq!(decode(&mut spelling.into_bytes(), 0), [byte]);
            }
        }
    }

    #[test]
    fn malformed_escapes_stand_for_themselves() {
        for (raw, decoded) in [
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
            assert_eq!(
                decode(&mut raw.as_bytes().to_vec(), 0),
                decoded.as_bytes(),
                "{raw}"
            );
        }
    }

    #[test]
    fn what_is_known_to_be_plain_is_left_alone() {
        assert_eq!(decode(&mut b"abc%41".to_vec(), 3), b"abcA");
        assert_eq!(decode(&mut b"abc".to_vec(), 9), b"abc");
    }
}
