//! The types of short strings: the order's id, and the name of a person who decides.

use plutu_core::FieldError;

/// Declares a type whose string is checked when it is created.
macro_rules! text {
    ($(#[$attribute:meta])* $name:ident, $field:literal) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Checks the string.
            ///
            /// # Errors
            ///
            /// [`FieldError`] if it is blank, longer than 255 bytes, or holds a control character.
            pub fn new(text: impl Into<String>) -> Result<Self, FieldError> {
                check($field, text.into()).map(Self)
            }

            /// The string.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = FieldError;

            fn from_str(text: &str) -> Result<Self, FieldError> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = FieldError;

            fn try_from(text: String) -> Result<Self, FieldError> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }
    };
}

pub(crate) use text;

/// Checks that a string can be stored in a column and shown on a page.
pub(crate) fn check(field: &'static str, text: String) -> Result<String, FieldError> {
    let reason = if text.chars().all(char::is_whitespace) {
        "it is empty"
    } else if text.len() > 255 {
        "it is longer than 255 bytes"
    } else if text.chars().any(char::is_control) {
        "it holds a control character"
    } else {
        return Ok(text);
    };
    Err(FieldError::new(field, reason))
}
