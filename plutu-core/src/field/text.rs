//! What every text field shares: parsing, reading, serde. A field's own file holds its rule.

/// Declares a text type whose value is checked once, where text becomes the type.
///
/// The check is a function `fn(&str) -> Result<(), &'static str>` whose error is the broken rule.
macro_rules! text_field {
    ($(#[$attribute:meta])* $name:ident, $field:literal, $check:path) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The text as it goes over the wire, before encoding.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::field::InvalidField;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match $check(text) {
                    Ok(()) => Ok(Self(text.to_owned())),
                    Err(reason) => Err($crate::field::InvalidField::new($field, reason)),
                }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::field::InvalidField;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::field::InvalidField;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                match $check(&text) {
                    Ok(()) => Ok(Self(text)),
                    Err(reason) => Err($crate::field::InvalidField::new($field, reason)),
                }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl $crate::field::RequestField for $name {
            fn write(&self, value: &mut $crate::field::FormValue<'_>) {
                value.push_str(self.as_str());
            }
        }
    };
}

pub(crate) use text_field;
