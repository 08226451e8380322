//! The way in which a payer paid through T-Lync.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::field::CallbackField;
use crate::field::FieldError;
use crate::field::FieldKind;
use crate::field::text;
use crate::field::try_from_text;

/// The way in which a payer paid through T-Lync (documentation). The set is open.
///
/// ```
/// use plutu_core::field::PaymentMethod;
///
/// assert_eq!("sadad".parse::<PaymentMethod>()?, PaymentMethod::Sadad);
/// assert_eq!("newpay".parse::<PaymentMethod>()?.as_str(), "newpay");
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PaymentMethod {
    /// Tadawul's own cards: `tadawul`.
    Tadawul,
    /// Adfali: `edfaly` on the wire.
    Edfaly,
    /// Sadad: `sadad`.
    Sadad,
    /// Mobicash: `mobicash`.
    Mobicash,
    /// Moamalat cards: `moamalat`.
    Moamalat,
    /// A method that this version does not know: at most 255 bytes without control characters. In a
    /// signed callback, a value that breaks this rule becomes an empty string, because the way of
    /// paying is not a reason to reject a payment.
    Other(String),
}

impl PaymentMethod {
    /// The method as it is written in a callback.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Tadawul => "tadawul",
            Self::Edfaly => "edfaly",
            Self::Sadad => "sadad",
            Self::Mobicash => "mobicash",
            Self::Moamalat => "moamalat",
            Self::Other(method) => method,
        }
    }
}

impl FromStr for PaymentMethod {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match text {
            "tadawul" => Ok(Self::Tadawul),
            "edfaly" => Ok(Self::Edfaly),
            "sadad" => Ok(Self::Sadad),
            "mobicash" => Ok(Self::Mobicash),
            "moamalat" => Ok(Self::Moamalat),
            _ if text.is_empty() || text.len() > 255 || text.chars().any(char::is_control) => {
                Err(FieldError::new(
                    "payment method",
                    "it is empty, longer than 255 bytes or contains a control character",
                ))
            }
            _ => Ok(Self::Other(text.to_owned())),
        }
    }
}

try_from_text!([] PaymentMethod);

impl fmt::Display for PaymentMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for PaymentMethod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Accepts the same strings as [`FromStr`], and the empty string that stands for an invalid method
/// of a callback.
impl<'de> Deserialize<'de> for PaymentMethod {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer).map(|Stored(method)| method)
    }
}

/// A payment method as serde reads it.
struct Stored(PaymentMethod);

impl TryFrom<String> for Stored {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        if text.is_empty() {
            return Ok(Self(PaymentMethod::Other(text)));
        }
        text.parse().map(Self)
    }
}

impl CallbackField for PaymentMethod {
    const KIND: FieldKind = FieldKind::PaymentMethod;
    const EXAMPLE: &'static str = "tadawul";

    fn read(text: &str) -> Result<Self, FieldError> {
        Ok(text.parse().unwrap_or(Self::Other(String::new())))
    }
}

#[cfg(test)]
mod tests {
    use super::PaymentMethod;
    use crate::field::CallbackField;

    #[test]
    fn the_set_is_open() {
        for (text, method) in [
            ("tadawul", PaymentMethod::Tadawul),
            ("edfaly", PaymentMethod::Edfaly),
            ("sadad", PaymentMethod::Sadad),
            ("mobicash", PaymentMethod::Mobicash),
            ("moamalat", PaymentMethod::Moamalat),
            ("Sadad", PaymentMethod::Other("Sadad".to_owned())),
        ] {
            assert_eq!(text.parse(), Ok(method.clone()));
            assert_eq!(method.to_string(), text);
        }
        for text in ["", "sadad\n", "\0", &"x".repeat(256)] {
            assert_eq!(
                text.parse::<PaymentMethod>().unwrap_err().field(),
                "payment method"
            );
        }
    }

    #[test]
    fn an_invalid_method_does_not_invalidate_a_callback() {
        for text in ["sadad\n", "\0", "\u{85}", &"x".repeat(256)] {
            let method = PaymentMethod::read(text).unwrap();
            assert_eq!(method, PaymentMethod::Other(String::new()), "{text:?}");
        }
        assert_eq!(PaymentMethod::read("sadad").unwrap(), PaymentMethod::Sadad);
        assert_eq!(PaymentMethod::read("new").unwrap().as_str(), "new");
    }

    #[test]
    fn serde_reads_what_it_has_written() {
        for (text, method) in [
            ("tadawul", PaymentMethod::Tadawul),
            ("new", PaymentMethod::Other("new".to_owned())),
            ("sadad\n", PaymentMethod::Other(String::new())),
        ] {
            let read = PaymentMethod::read(text).unwrap();
            let stored = serde_json::to_string(&read).unwrap();
            assert_eq!(
                serde_json::from_str::<PaymentMethod>(&stored).unwrap(),
                method
            );
        }
        let stored = serde_json::to_string(&PaymentMethod::Sadad).unwrap();
        assert_eq!(stored, r#""sadad""#);
        for json in [r#""sadad\n""#, "1", "null"] {
            assert!(
                serde_json::from_str::<PaymentMethod>(json).is_err(),
                "{json}"
            );
        }
    }
}
