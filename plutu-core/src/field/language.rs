//! The language of the hosted checkout page.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use crate::field::FieldError;
use crate::field::FieldKind;
use crate::field::FormValue;
use crate::field::RequestField;
use crate::field::text::trim;
use crate::field::try_from_text;

/// The language of the checkout page (documentation: `lang` is `ar` or `en`, and `ar` if absent).
///
/// ```
/// use plutu_core::Language;
///
/// assert_eq!("en".parse::<Language>()?, Language::En);
/// assert_eq!(Language::Ar.to_string(), "ar");
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize,
)]
#[serde(rename_all = "lowercase", try_from = "String")]
pub enum Language {
    /// Arabic, Plutu's default.
    #[default]
    Ar,
    /// English.
    En,
}

impl Language {
    /// The language's code, as it is sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::En => "en",
        }
    }
}

impl FromStr for Language {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match trim(text) {
            "ar" => Ok(Self::Ar),
            "en" => Ok(Self::En),
            _ => Err(FieldError::new("language", "expected `ar` or `en`")),
        }
    }
}

try_from_text!([] Language);

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl RequestField for Language {
    const KIND: FieldKind = FieldKind::Language;
    const EXAMPLE: &'static str = "en";

    fn check(text: &str) -> Result<(), FieldError> {
        text.parse::<Self>().map(drop)
    }

    fn write(&self, value: &mut FormValue<'_>) {
        value.push_str(self.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn t28_loose_input_is_refused() {
        for text in ["", "AR", "En", "arabic", "fr", "ع", "en\n", "ar-LY"] {
            assert_eq!(
                text.parse::<Language>().unwrap_err().field(),
                "language",
                "{text:?}"
            );
        }
        // Every way of reading it trims what people type.
        assert_eq!(" en ".parse(), Ok(Language::En));
        assert_eq!(
            serde_json::from_str::<Language>("\" en \"").unwrap(),
            Language::En
        );
        for (text, language) in [("ar", Language::Ar), ("en", Language::En)] {
            assert_eq!(Language::try_from(text.to_owned()), Ok(language));
            assert_eq!(
                serde_json::to_string(&language).unwrap(),
                format!("\"{text}\"")
            );
            assert_eq!(
                serde_json::from_str::<Language>(&format!("\"{text}\"")).unwrap(),
                language
            );
        }
    }
}
