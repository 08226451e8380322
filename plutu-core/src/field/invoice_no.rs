//! The invoice number: the one key that ties an order to its payment.

use std::borrow::Cow;

use crate::field::CallbackField;
use crate::field::FieldError;
use crate::field::text_field;

text_field! {
    /// A merchant's invoice number: ASCII letters, digits, `.`, `_` and `-` (PHP SDK).
    ///
    /// It "must be unique and not previously used" (documentation), and this is Plutu's only guard
    /// against paying twice. Its greatest length is not documented. Whether a failed or cancelled
    /// attempt uses a number up is unknown: give every attempt a new one.
    ///
    /// ```
    /// use plutu_core::InvoiceNo;
    ///
    /// let invoice_no: InvoiceNo = "INV-1001".parse()?;
    /// assert_eq!(invoice_no.as_str(), "INV-1001");
    /// assert!("INV 1001".parse::<InvoiceNo>().is_err());
    /// # Ok::<(), plutu_core::field::FieldError>(())
    /// ```
    InvoiceNo, "invoice number", read, shown
}

impl CallbackField for InvoiceNo {
    #[inline]
    fn read(text: &str) -> Result<Self, FieldError> {
        text.parse()
    }
}

#[inline]
fn read(text: &str) -> Result<Cow<'_, str>, &'static str> {
    if text.is_empty() {
        return Err("it is empty");
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
        ] {
            assert_eq!(
                text.parse::<InvoiceNo>().unwrap_err().field(),
                "invoice number",
                "{text:?}"
            );
        }
        for text in ["1", "INV-1001", "a.b_c-D", "-", &"9".repeat(300)] {
            assert_eq!(InvoiceNo::try_from(text.to_owned()).unwrap().as_str(), text);
        }
    }
}
