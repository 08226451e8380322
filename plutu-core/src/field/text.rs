//! The common parts of fields that are strings: the cleanup of a typed string, and the macro that
//! declares the types.

use std::borrow::Cow;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error as _;

use crate::field::FieldError;

/// Cleans up a string that a person typed: removes spaces and invisible marks around it, and
/// replaces Arabic digits with ASCII digits. Line breaks and other control characters stay, and are
/// rejected later.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    text.chars()
        .map(|character| ascii_digit(character).unwrap_or(character))
        .collect()
}

/// Removes the spaces and invisible marks around a string.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Whether a character is a space, or an invisible mark that comes along when Arabic text is
/// copied.
pub(super) fn is_space(character: char) -> bool {
    matches!(
        character,
        ' ' | '\u{A0}' | '\u{202F}' | '\u{200E}' | '\u{200F}' | '\u{61C}'
            | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

/// Returns the ASCII digit for an Arabic-Indic or a Persian digit.
fn ascii_digit(character: char) -> Option<char> {
    let zero = match character {
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        _ => return None,
    };
    let value = u32::from(character).wrapping_sub(u32::from(zero));
    char::from_digit(value, 10)
}

/// Deserializes a field from a string. The error does not repeat the value, which may be personal
/// or secret. Serde's own errors would repeat it.
pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: TryFrom<String, Error = FieldError>,
    D: Deserializer<'de>,
{
    let text =
        String::deserialize(deserializer).map_err(|_| D::Error::custom("it is not a string"))?;
    T::try_from(text).map_err(D::Error::custom)
}

/// Implements `TryFrom<&str>` and `TryFrom<String>` for a type that has `FromStr`. The type's
/// generics come first, in brackets.
macro_rules! try_from_text {
    ([$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> TryFrom<&str> for $name {
            type Error = $crate::field::FieldError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl<$($generics)*> TryFrom<String> for $name {
            type Error = $crate::field::FieldError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
    };
}

/// Declares a type whose value is a string. The string is checked once, when the value is made.
///
/// - `$prepare` cleans up a typed string.
/// - `$read` is a `fn(&str) -> Result<Cow<'_, str>, &'static str>`. It returns the string to send,
///   or the rule that is broken.
/// - Personal or secret types are marked `hidden`: they have no `Display` and no equality, `Debug`
///   does not show them, and only `expose` returns their value.
/// - The braces at the end contain the other items of `RequestField`.
macro_rules! text_field {
    ($(#[$attribute:meta])* $name:ident, $field:literal, $prepare:path, $read:path, shown, { $($item:tt)* }) => {
        $crate::field::text_field! {
            @common $(#[$attribute])* #[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
            $name, $field, $prepare, $read, false, { $($item)* }
        }

        impl $name {
            /// The string as it is sent, before encoding.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(&self.0, f)
            }
        }
    };
    ($(#[$attribute:meta])* $name:ident $(<const $n:ident: usize>)?, $field:literal, $prepare:path, $read:path, hidden, { $($item:tt)* }) => {
        $crate::field::text_field! {
            @common $(#[$attribute])*
            $name $(<const $n: usize>)?, $field, $prepare, $read, true, { $($item)* }
        }

        impl $(<const $n: usize>)? $name $(<$n>)? {
            /// The hidden string itself, as it is sent, before encoding.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl $(<const $n: usize>)? std::fmt::Debug for $name $(<$n>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
    (@common $(#[$attribute:meta])* $name:ident $(<const $n:ident: usize>)?, $field:literal, $prepare:path, $read:path, $hidden:literal, { $($item:tt)* }) => {
        $(#[$attribute])*
        #[derive(Clone, serde::Serialize)]
        pub struct $name $(<const $n: usize>)? (Box<str>);

        impl $(<const $n: usize>)? $name $(<$n>)? {
            /// Checks a string without cleaning it up first.
            pub(crate) fn read_exactly(text: &str) -> Result<Self, $crate::field::FieldError> {
                match $read(text) {
                    Ok(text) => Ok(Self(text.into())),
                    Err(reason) => Err($crate::field::FieldError::new($field, reason)),
                }
            }
        }

        impl $(<const $n: usize>)? std::str::FromStr for $name $(<$n>)? {
            type Err = $crate::field::FieldError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::read_exactly($prepare(text).as_ref())
            }
        }

        $crate::field::try_from_text!([$(const $n: usize)?] $name $(<$n>)?);

        impl<'de $(, const $n: usize)?> serde::Deserialize<'de> for $name $(<$n>)? {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::field::text::deserialize(deserializer)
            }
        }

        impl $(<const $n: usize>)? $crate::field::RequestField for $name $(<$n>)? {
            const HIDDEN: bool = $hidden;
            $($item)*

            fn write(&self, value: &mut $crate::field::FormValue<'_>) {
                value.push_str(&self.0);
            }
        }
    };
}

pub(crate) use text_field;
pub(crate) use try_from_text;

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn strings_are_tidied_as_people_type_them() {
        for (typed, tidied) in [
            ("INV-1", "INV-1"),
            ("  INV-1 ", "INV-1"),
            ("\u{A0}12\u{202F}", "12"),
            ("\u{200F}١٢٣٤٥٦٧٨٩٠\u{200E}", "1234567890"),
            ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
            ("a b", "a b"),
            ("１２", "１２"),
            ("12\n", "12\n"),
            ("\t12", "\t12"),
            ("é٣", "é3"),
            ("", ""),
            ("  ", ""),
        ] {
            assert_eq!(tidy(typed), tidied, "{typed:?}");
        }
    }
}
