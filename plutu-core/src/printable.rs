//! Text from outside, made safe to print: what could forge a line, or its order, is shown as an
//! escape.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with every character that [forges](forges) output as `\u{202e}`. Other text stays as it
/// is, in any script.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(forges) {
        return Cow::Borrowed(text);
    }
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        if forges(character) {
            // Writing to a string does not fail.
            let _ = write!(printable, "{}", character.escape_unicode());
        } else {
            printable.push(character);
        }
    }
    Cow::Owned(printable)
}

/// Whether a character ends a line, controls a terminal, changes the direction of what is around
/// it, or is not visible at all.
#[must_use]
pub fn forges(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{AD}'
                | '\u{61C}'
                | '\u{180E}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn t36_what_forges_output_is_escaped() {
        for (text, expected) in [
            ("INV-1\r\n200  paid", "INV-1\\u{d}\\u{a}200  paid"),
            ("\u{1b}[2J", "\\u{1b}[2J"),
            ("\u{9b}2J\u{85}\u{7f}", "\\u{9b}2J\\u{85}\\u{7f}"),
            ("a\u{202e}b\u{2066}c", "a\\u{202e}b\\u{2066}c"),
            ("a\u{200b}\u{2028}\u{feff}", "a\\u{200b}\\u{2028}\\u{feff}"),
            ("\u{e0041}", "\\u{e0041}"),
        ] {
            assert_eq!(printable(text), expected);
        }
        for text in ["", "INV-1 \"é\" \\", "دينار ١٢", "مُطوِّر"] {
            assert_eq!(printable(text), text);
        }
    }
}
