//! The encoding of requests and callbacks: the same as PHP's `http_build_query`.
//!
//! Letters, digits and `-` `_` `.` stay, a space becomes `+`, and every other byte becomes `%XX` in
//! upper case. (The crate `form_urlencoded` differs: it leaves `*` unchanged.) The output is always
//! ASCII.

use arrayvec::ArrayVec;

/// Writes `key=value&key=value`, piece by piece. This is the canonical text of a signature.
#[inline]
pub(crate) fn pairs<'a>(
    pairs: impl IntoIterator<Item = (&'a [u8], &'a [u8])>,
    mut write: impl FnMut(&[u8]),
) {
    for (index, (key, value)) in pairs.into_iter().enumerate() {
        if index > 0 {
            write(b"&");
        }
        text(key, &mut write);
        write(b"=");
        text(value, &mut write);
    }
}

/// Writes a key or a value: unchanged runs of bytes, and the escapes between them.
#[inline]
pub(crate) fn text(text: &[u8], mut write: impl FnMut(&[u8])) {
    let mut rest = text;
    loop {
        let plain = rest.iter().position(|&byte| !stays(byte));
        let (run, after) = rest.split_at(plain.unwrap_or(rest.len()));
        write(run);
        let Some((&byte, after)) = after.split_first() else {
            return;
        };
        write(&escape(byte));
        rest = after;
    }
}

/// Appends `source` to a form, encoded.
pub(crate) fn append(source: &str, form: &mut String) {
    text(source.as_bytes(), |piece| form.push_str(ascii(piece)));
}

/// Converts a written piece to a string.
#[expect(clippy::expect_used, reason = "`stays` and `escape` return only ASCII")]
pub(crate) fn ascii(piece: &[u8]) -> &str {
    str::from_utf8(piece).expect("the encoding writes only ASCII")
}

#[expect(
    clippy::indexing_slicing,
    reason = "the table has an entry for every byte"
)]
fn stays(byte: u8) -> bool {
    STAYS[usize::from(byte)]
}

fn escape(byte: u8) -> ArrayVec<u8, 3> {
    match byte {
        b' ' => ArrayVec::from_iter([b'+']),
        _ => ArrayVec::from([
            b'%',
            upper_hex_digit(byte >> 4),
            upper_hex_digit(byte & 0x0F),
        ]),
    }
}

fn upper_hex_digit(nibble: u8) -> u8 {
    match nibble {
        0..=9 => b'0'.wrapping_add(nibble),
        _ => b'A'.wrapping_add(nibble).wrapping_sub(10),
    }
}

/// The bytes that stay unchanged. A look into the table is faster than a test of the byte's kind.
#[expect(
    clippy::indexing_slicing,
    reason = "an index outside of the table would not compile"
)]
const STAYS: [bool; 256] = {
    let mut stays = [false; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        stays[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        byte = byte.wrapping_add(1);
    }
    stays
};

#[cfg(test)]
mod tests {
    use super::append;
    use super::pairs;
    use super::text;

    /// The output of `php -r 'for ($b = 0; $b < 256; $b++) echo urlencode(chr($b));'` for one byte.
    fn php_urlencode(byte: u8) -> String {
        match byte {
            b' ' => "+".to_owned(),
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        }
    }

    fn encoded(source: &[u8]) -> String {
        let mut written = Vec::new();
        text(source, |piece| written.extend_from_slice(piece));
        String::from_utf8(written).unwrap()
    }

    #[test]
    fn every_byte_is_encoded_as_php_does() {
        for byte in 0..=u8::MAX {
            assert_eq!(encoded(&[byte]), php_urlencode(byte));
            for other in 0..=u8::MAX {
                let expected = php_urlencode(byte) + &php_urlencode(other);
                assert_eq!(encoded(&[byte, other]), expected);
            }
        }
    }

    #[test]
    fn strings_are_encoded_byte_by_byte() {
        for source in [
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
            append(source, &mut form);
            assert_eq!(form, source.bytes().map(php_urlencode).collect::<String>());
        }
    }

    #[test]
    fn pairs_are_joined_as_php_does() {
        let written = |list: &[(&str, &str)]| {
            let mut written = Vec::new();
            let list = list.iter();
            pairs(
                list.map(|(key, value)| (key.as_bytes(), value.as_bytes())),
                |piece| written.extend_from_slice(piece),
            );
            String::from_utf8(written).unwrap()
        };
        assert_eq!(written(&[]), "");
        assert_eq!(written(&[("a&", "=b")]), "a%26=%3Db");
        assert_eq!(
            written(&[("a", ""), ("", ""), ("", "b"), ("a", "c")]),
            "a=&=&=b&a=c"
        );
    }
}
