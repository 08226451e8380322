//! The transaction id: Plutu's own id of a payment.

use std::borrow::Cow;

use crate::field::CallbackField;
use crate::field::FieldError;
use crate::field::FieldKind;
use crate::field::RequestField;
use crate::field::text_field;

text_field! {
    /// Plutu's id of a transaction, kept as the string that Plutu wrote.
    ///
    /// Its format is not documented; in all examples it consists of digits. So any string of at
    /// most 255 bytes without control characters is accepted, unless it is blank. It is kept
    /// unchanged.
    ///
    /// ```
    /// use plutu_core::TransactionId;
    ///
    /// let id: TransactionId = "100918".parse()?;
    /// assert_eq!(id.as_str(), "100918");
    /// # Ok::<(), plutu_core::field::FieldError>(())
    /// ```
    TransactionId, "transaction id", std::convert::identity, read, shown, {
        const KIND: FieldKind = FieldKind::TransactionId;
        const EXAMPLE: &'static str = "100900";

        fn check(text: &str) -> Result<(), FieldError> {
            Self::read_exactly(text).map(drop)
        }
    }
}

impl CallbackField for TransactionId {
    const KIND: FieldKind = <Self as RequestField>::KIND;
    const EXAMPLE: &'static str = <Self as RequestField>::EXAMPLE;

    fn read(text: &str) -> Result<Self, FieldError> {
        Self::read_exactly(text)
    }
}

fn read(text: &str) -> Result<Cow<'_, str>, &'static str> {
    if text.chars().all(char::is_whitespace) {
        return Err("it is empty");
    }
    if text.len() > 255 {
        return Err("it is longer than 255 bytes");
    }
    if text.chars().any(char::is_control) {
        return Err("it contains a control character");
    }
    Ok(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::TransactionId;

    #[test]
    fn any_printable_string_is_accepted_and_kept_unchanged() {
        for text in ["", "  ", "1\n", "1\0", &"1".repeat(256)] {
            assert_eq!(
                text.parse::<TransactionId>().unwrap_err().field(),
                "transaction id",
                "{text:?}"
            );
        }
        for text in ["100918", "TX/1 b", " ١ ", &"1".repeat(255)] {
            assert_eq!(text.parse::<TransactionId>().unwrap().as_str(), text);
        }
    }
}
