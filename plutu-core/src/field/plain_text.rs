//! Free text, for a field of a gateway that has no special rules.

use std::borrow::Cow;

use crate::field::CallbackField;
use crate::field::FieldError;
use crate::field::FieldKind;
use crate::field::RequestField;
use crate::field::text::trim;
use crate::field::text_field;

text_field! {
    /// Free text, such as a description or a note: at most 1,000 bytes without control characters
    /// (our decision).
    ///
    /// Spaces around the text are dropped. It may contain personal data, for example a payer's
    /// name, so `Debug` does not show it. For a field with rules, write a type of your own that
    /// implements [`RequestField`](crate::field::RequestField).
    ///
    /// ```
    /// use plutu_core::field::PlainText;
    ///
    /// let note: PlainText = "Two tickets, تذكرتان".parse()?;
    /// assert_eq!(note.expose(), "Two tickets, تذكرتان");
    /// assert!("a\nb".parse::<PlainText>().is_err());
    /// # Ok::<(), plutu_core::field::FieldError>(())
    /// ```
    PlainText, "text", trim, read, hidden, {
        const KIND: FieldKind = FieldKind::Text;
        const EXAMPLE: &'static str = "Two tickets";

        fn check(text: &str) -> Result<(), FieldError> {
            Self::read_exactly(text).map(drop)
        }
    }
}

impl CallbackField for PlainText {
    const HIDDEN: bool = <Self as RequestField>::HIDDEN;
    const KIND: FieldKind = <Self as RequestField>::KIND;
    const EXAMPLE: &'static str = <Self as RequestField>::EXAMPLE;

    fn read(text: &str) -> Result<Self, FieldError> {
        Self::read_exactly(text)
    }
}

fn read(text: &str) -> Result<Cow<'_, str>, &'static str> {
    if text.is_empty() {
        return Err("it is empty");
    }
    if text.len() > 1_000 {
        return Err("it is longer than 1,000 bytes");
    }
    if text.chars().any(char::is_control) {
        return Err("it contains a control character");
    }
    Ok(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::PlainText;
    use crate::field::CallbackField;

    #[test]
    fn empty_long_and_control_characters_are_refused() {
        for text in ["", "  ", "a\n", "a\0b", "\u{85}", &"x".repeat(1_001)] {
            let error = text.parse::<PlainText>().unwrap_err();
            assert_eq!(error.field(), "text", "{text:?}");
        }
        let text: PlainText = " ١ ticket ".parse().unwrap();
        assert_eq!(text.expose(), "١ ticket");
        assert_eq!(PlainText::read(" a ").unwrap().expose(), " a ");
        assert_eq!(format!("{text:?}"), "PlainText([redacted])");
    }
}
