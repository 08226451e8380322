//! The invoice number: the only key that connects an order with its payment.

use std::borrow::Cow;

use crate::field::CallbackField;
use crate::field::FieldError;
use crate::field::FieldKind;
use crate::field::RequestField;
use crate::field::text_field;
use crate::field::tidy;

text_field! {
    /// A merchant's invoice number: ASCII letters, digits, `.`, `_` and `-` (PHP SDK).
    ///
    /// It "must be unique and not previously used" (documentation). This is Plutu's only guard
    /// against paying twice. It is unknown whether a number can be used again after a failed or
    /// canceled attempt: use a new number for every attempt.
    ///
    /// The maximum length is not documented. This crate accepts up to 1,000 bytes (our decision),
    /// so that a callback always has room to bring the number back.
    ///
    /// ```
    /// use plutu_core::InvoiceNo;
    ///
    /// let invoice_no: InvoiceNo = "INV-1001".parse()?;
    /// assert_eq!(invoice_no.as_str(), "INV-1001");
    /// assert!("INV 1001".parse::<InvoiceNo>().is_err());
    /// # Ok::<(), plutu_core::field::FieldError>(())
    /// ```
    InvoiceNo, "invoice number", tidy, read, shown, {
        const KIND: FieldKind = FieldKind::InvoiceNo;
        const EXAMPLE: &'static str = "INV-1001";

        fn check(text: &str) -> Result<(), FieldError> {
            Self::read_exactly(text).map(drop)
        }

        fn as_invoice_no(&self) -> Option<&InvoiceNo> {
            Some(self)
        }
    }
}

impl CallbackField for InvoiceNo {
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
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if !text.bytes().all(allowed) {
        return Err("only ASCII letters, digits, `.`, `_` and `-` are allowed");
    }
    Ok(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::InvoiceNo;
    use crate::field::CallbackField;

    #[test]
    fn t28_loose_input_is_refused() {
        for text in [
            "",
            " ",
            "inv-1\n",
            "inv 1",
            "inv/1",
            "inv#1",
            "inv%201",
            "فاتورة",
            "１",
            "inv\0",
            "a&b=c",
            &"9".repeat(1_001),
        ] {
            assert_eq!(
                text.parse::<InvoiceNo>().unwrap_err().field(),
                "invoice number",
                "{text:?}"
            );
        }
        for text in ["1", "INV-1001", "a.b_c-D", "-", &"9".repeat(1_000)] {
            assert_eq!(InvoiceNo::try_from(text.to_owned()).unwrap().as_str(), text);
        }
        assert_eq!(
            " INV-١٠٠١ ".parse::<InvoiceNo>().unwrap().as_str(),
            "INV-1001"
        );
        assert!(InvoiceNo::read(" INV-1001").is_err());
        assert!(InvoiceNo::read("INV-١").is_err());
    }
}
