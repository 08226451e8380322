//! The one encoding of requests and callbacks: percent-encoding as PHP's `urlencode` writes it.
//!
//! Letters, digits and `-` `_` `.` stay, a space becomes `+`, every other byte `%XX` in upper case.
//! (`form_urlencoded` leaves `*` alone and encodes nothing else differently, which is one byte off.)

use std::ops::Range;

use arrayvec::ArrayVec;

/// Appends `text`, encoded, to a form.
pub(crate) fn append(text: &str, form: &mut String) {
    let mut start = 0;
    for mark in Marks::of(text.as_bytes()) {
        form.push_str(text.get(start..mark).unwrap_or_default());
        if let Some(&byte) = text.as_bytes().get(mark) {
            form.extend(escape(byte).into_iter().map(char::from));
        }
        start = mark.wrapping_add(1);
    }
}

/// How many of the first bytes stand for themselves.
#[inline]
pub(crate) fn plain_len(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|&byte| !stays(byte))
        .unwrap_or(bytes.len())
}

/// The places of the bytes that do not stand for themselves, and at last the end. They are looked for a
/// block at a time, which is as fast as a search for one of them.
pub(crate) struct Marks<'a> {
    text: &'a [u8],
    /// Where the block begins.
    start: usize,
    /// A bit for each place in the block that is still to be told.
    bits: u64,
}

const BLOCK: usize = 64;

impl<'a> Marks<'a> {
    pub(crate) fn of(text: &'a [u8]) -> Self {
        Self {
            text,
            start: 0,
            bits: bits(text, 0).unwrap_or(0),
        }
    }
}

impl Iterator for Marks<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.bits == 0 {
            self.start = self.start.wrapping_add(BLOCK);
            self.bits = bits(self.text, self.start)?;
        }
        let place = usize::try_from(self.bits.trailing_zeros()).unwrap_or(0);
        self.bits &= self.bits.wrapping_sub(1);
        Some(self.start.wrapping_add(place))
    }
}

/// The bits of the block that starts here. The last one is shorter and has a bit for the text's end.
#[inline]
fn bits(text: &[u8], start: usize) -> Option<u64> {
    let rest = text.get(start..)?;
    if let Some(block) = rest.first_chunk() {
        return Some(marks(block));
    }
    let len = u32::try_from(rest.len()).unwrap_or(0);
    let end = 1_u64.unbounded_shl(len);
    let marks = match text.last_chunk() {
        Some(block) => marks(block).unbounded_shr(u64::BITS.wrapping_sub(len)),
        None => marks(&padded(rest)) & end.wrapping_sub(1),
    };
    Some(marks | end)
}

fn padded(text: &[u8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    if let Some(start) = block.get_mut(..text.len()) {
        start.copy_from_slice(text);
    }
    block
}

/// A bit for each byte of a block that does not stand for itself.
#[inline]
fn marks(block: &[u8; BLOCK]) -> u64 {
    let mut flags = [0_u8; BLOCK];
    for (flag, &byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(!stays(byte));
    }
    flags.as_chunks().0.iter().rev().fold(0, |marks, &eight| {
        // The product's highest byte gathers the eight flags, the first of them in its lowest bit.
        let bits = u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        marks << 8 | bits
    })
}

/// What is written for a byte that does not stand for itself.
pub(crate) fn escape(byte: u8) -> ArrayVec<u8, 3> {
    match byte {
        b' ' => std::iter::once(b'+').collect(),
        _ => ArrayVec::from([
            b'%',
            upper_hex_digit(byte >> 4),
            upper_hex_digit(byte & 0x0F),
        ]),
    }
}

/// Whether a byte stands for itself. Written so that a compiler does it for many bytes at once.
#[inline]
fn stays(byte: u8) -> bool {
    let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let is_digit = byte.wrapping_sub(b'0') < 10;
    let is_dash_or_point = byte.wrapping_sub(b'-') < 2;
    is_letter || is_digit || is_dash_or_point || byte == b'_'
}

fn upper_hex_digit(nibble: u8) -> u8 {
    if nibble < 10 {
        b'0'.wrapping_add(nibble)
    } else {
        b'A'.wrapping_add(nibble).wrapping_sub(10)
    }
}

/// Decodes a piece of a query, as PHP's `urldecode` does: `+` is a space, `%XX` a byte, and a malformed
/// escape stands for itself. It is written to the same text, not behind where it stood; the result is its
/// end.
pub(crate) fn decode(text: &mut [u8], piece: Range<usize>, start: usize) -> usize {
    let mut read = piece.start;
    let mut written = start;
    while let Some((byte, len)) = text.get(read..piece.end).and_then(decode_first) {
        if let Some(place) = text.get_mut(written) {
            *place = byte;
        }
        written = written.saturating_add(1);
        read = read.saturating_add(len);
    }
    written
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
    use super::Marks;
    use super::append;
    use super::decode;
    use super::escape;
    use super::plain_len;

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

    fn decoded(text: &str) -> Vec<u8> {
        let mut text = text.as_bytes().to_vec();
        let piece = 0..text.len();
        let end = decode(&mut text, piece, 0);
        text.truncate(end);
        text
    }

    #[test]
    fn every_byte_is_encoded_as_php_does_and_decoded_back() {
        for byte in 0..=u8::MAX {
            let encoded = match plain_len(&[byte]) {
                0 => String::from_utf8(escape(byte).to_vec()).unwrap(),
                _ => char::from(byte).to_string(),
            };
            assert_eq!(encoded, php_urlencode(byte));
            for spelling in [
                encoded.clone(),
                format!("%{byte:02X}"),
                format!("%{byte:02x}"),
            ] {
                assert_eq!(decoded(&spelling), [byte]);
            }
        }
    }

    #[test]
    fn texts_are_encoded_byte_by_byte() {
        for text in [
            "",
            "INV-1.2_3",
            "a b",
            " ",
            "a*~b",
            "é",
            "خالد &=+%",
            "x\u{1F600}y",
            "\0",
        ] {
            let mut form = String::new();
            append(text, &mut form);
            assert_eq!(form, text.bytes().map(php_urlencode).collect::<String>());
        }
    }

    #[test]
    fn malformed_escapes_stand_for_themselves() {
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
            assert_eq!(decoded(raw), expected.as_bytes(), "{raw}");
        }
    }

    #[test]
    fn a_piece_is_decoded_in_front_of_where_it_stood() {
        let mut text = b"a%41b%42=c".to_vec();
        assert_eq!(decode(&mut text, 5..8, 2), 3);
        assert_eq!(text, b"a%B1b%42=c");
    }

    #[test]
    fn marks_are_where_a_byte_does_not_stand_for_itself() {
        let marks_with = |len: usize, place: usize, byte| {
            let mut text = vec![b'x'; len];
            text[place] = byte;
            Marks::of(&text).collect::<Vec<_>>()
        };
        for byte in 0..=u8::MAX {
            let is_plain = plain_len(&[byte]) == 1;
            for place in [0, 63, 64, 69] {
                let expected = if is_plain { vec![70] } else { vec![place, 70] };
                assert_eq!(marks_with(70, place, byte), expected, "{byte} at {place}");
            }
        }
        for len in [1, 7, 63, 64, 65, 127, 128, 129] {
            for place in 0..len {
                assert_eq!(marks_with(len, place, b'&'), [place, len]);
            }
        }
        assert_eq!(Marks::of(b"").collect::<Vec<_>>(), [0]);
        assert_eq!(Marks::of(&[b'&'; 200]).count(), 201);
    }
}
