//! What every text field shares: parsing, reading, serde. A field's own file holds its rule.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::Hash;
use std::hash::Hasher;

use arrayvec::ArrayString;
use serde::Deserialize as _;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Error as _;

use crate::field::FieldError;

/// A field's text. Most are short and kept in place: allocating took a tenth of a verification.
#[derive(Clone)]
pub(crate) enum Text {
    Short(ArrayString<24>),
    Long(Box<str>),
}

impl Text {
    #[inline]
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Short(text) => text,
            Self::Long(text) => text,
        }
    }
}

impl From<Cow<'_, str>> for Text {
    #[inline]
    fn from(text: Cow<'_, str>) -> Self {
        match ArrayString::from(&text) {
            Ok(text) => Self::Short(text),
            Err(_) => Self::Long(text.into()),
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Reads a field that is a text. What is no text, or another one, is refused without being repeated, which
/// serde's own errors would do, as it may be personal or secret.
pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: TryFrom<String, Error = FieldError>,
    D: Deserializer<'de>,
{
    let text =
        String::deserialize(deserializer).map_err(|_| D::Error::custom("it is not a text"))?;
    T::try_from(text).map_err(D::Error::custom)
}

/// Declares a text type whose value is checked once, where text becomes the type.
///
/// `$read` is a function `fn(&str) -> Result<Cow<'_, str>, &'static str>` that gives the text as it is sent,
/// or the broken rule. Personal and secret fields are marked `hidden`: `Debug` does not show them and they
/// have no `Display`.
macro_rules! text_field {
    ($(#[$attribute:meta])* $name:ident $(<const $n:ident: usize>)?, $field:literal, $read:path, shown) => {
        $crate::field::text_field!(@common $(#[$attribute])* $name $(<const $n: usize>)?, $field, $read);

        impl $(<const $n: usize>)? std::fmt::Display for $name $(<$n>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $(<const $n: usize>)? std::fmt::Debug for $name $(<$n>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(self.as_str(), f)
            }
        }
    };
    ($(#[$attribute:meta])* $name:ident $(<const $n:ident: usize>)?, $field:literal, $read:path, hidden) => {
        $crate::field::text_field!(@common $(#[$attribute])* $name $(<const $n: usize>)?, $field, $read);

        impl $(<const $n: usize>)? std::fmt::Debug for $name $(<$n>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
    (@common $(#[$attribute:meta])* $name:ident $(<const $n:ident: usize>)?, $field:literal, $read:path) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name $(<const $n: usize>)? ($crate::field::Text);

        impl $(<const $n: usize>)? $name $(<$n>)? {
            /// The text as it goes over the wire, before encoding.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl $(<const $n: usize>)? std::str::FromStr for $name $(<$n>)? {
            type Err = $crate::field::FieldError;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match $read(text) {
                    Ok(text) => Ok(Self($crate::field::Text::from(text))),
                    Err(reason) => Err($crate::field::FieldError::new($field, reason)),
                }
            }
        }

        impl $(<const $n: usize>)? TryFrom<&str> for $name $(<$n>)? {
            type Error = $crate::field::FieldError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl $(<const $n: usize>)? TryFrom<String> for $name $(<$n>)? {
            type Error = $crate::field::FieldError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl<'de $(, const $n: usize)?> serde::Deserialize<'de> for $name $(<$n>)? {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::field::text::deserialize(deserializer)
            }
        }

        impl $(<const $n: usize>)? AsRef<str> for $name $(<$n>)? {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl $(<const $n: usize>)? $crate::field::RequestField for $name $(<$n>)? {
            fn write(&self, value: &mut $crate::field::FormValue<'_>) {
                value.push_str(self.as_str());
            }
        }
    };
}

pub(crate) use text_field;
