//! The one encoding of requests and callbacks: percent-encoding as PHP's `urlencode` writes it.
//!
//! Letters, digits and `-` `_` `.` stay, a space becomes `+`, every other byte `%XX` in upper case.
//! (`form_urlencoded` leaves `*` alone and encodes nothing else differently, which is one byte off.)

/// Encoded text, byte by byte, on its way to a form or a hash.
pub(crate) trait Sink {
    fn push(&mut self, byte: u8);
}

impl Sink for String {
    fn push(&mut self, byte: u8) {
        // Encoded text is ASCII.
        String::push(self, char::from(byte));
    }
}

/// Appends `bytes`, encoded, to `sink`.
pub(crate) fn append(bytes: impl Iterator<Item = u8>, sink: &mut impl Sink) {
    for byte in bytes {
        append_byte(byte, sink);
    }
}

fn append_byte(byte: u8, sink: &mut impl Sink) {
    match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' => sink.push(byte),
        b' ' => sink.push(b'+'),
        _ => {
            sink.push(b'%');
            sink.push(upper_hex_digit(byte >> 4));
            sink.push(upper_hex_digit(byte & 0x0F));
        }
    }
}

fn upper_hex_digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0'.saturating_add(nibble) } else { b'A'.saturating_add(nibble.saturating_sub(10)) }
}

/// The bytes of a query's key or value, decoded as PHP's `urldecode` does: `+` is a space, `%XX` a
/// byte, and a malformed escape stands for itself.
#[derive(Clone)]
pub(crate) struct Decoded<'a>(&'a [u8]);

impl<'a> Decoded<'a> {
    pub(crate) fn new(raw: &'a [u8]) -> Self {
        Self(raw)
    }
}

impl Iterator for Decoded<'_> {
    type Item = u8;

    #[inline]
    fn next(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        match first {
            b'+' => Some(b' '),
            b'%' => {
                if let [high, low, rest @ ..] = rest
                    && let (Some(high), Some(low)) = (hex_value(*high), hex_value(*low))
                {
                    self.0 = rest;
                    return Some((high << 4) | low);
                }
                Some(first)
            }
            _ => Some(first),
        }
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
