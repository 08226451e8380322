//! Makes received strings safe to print: characters that could forge a line or change the order of
//! text are shown as escapes.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns the string with an escape such as `\u{202e}` for every character that [can
/// forge](forges) output. All other characters stay unchanged, in any script.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(forges) {
        return Cow::Borrowed(text);
    }
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        if forges(character) {
            // Writing to a string cannot fail.
            let _ = write!(printable, "{}", character.escape_unicode());
        } else {
            printable.push(character);
        }
    }
    Cow::Owned(printable)
}

/// Whether a character ends a line, controls a terminal, changes the direction of the text around
/// it, or is invisible.
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
    fn t36_characters_that_forge_output_are_escaped() {
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
