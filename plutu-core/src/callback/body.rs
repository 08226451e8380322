//! Rule 5: reads a JSON body, and converts its values to strings as PHP does before it signs them.
//!
//! PHP reads the body with `json_decode` and writes it with `http_build_query`: `true` becomes `1`,
//! `false` becomes `0`, null is left out, a 64-bit integer stays unchanged, and any other number is
//! printed as `%.14G`.

use std::borrow::Cow;
use std::fmt;

use serde::de::Deserialize;
use serde::de::Deserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;

use crate::callback::error::CallbackError;
use crate::callback::parameters::Parameters;
use crate::field::FieldError;
use crate::json;
use crate::json::Unread;
use crate::keys::Keys;
use crate::keys::Slot;

/// A member of a body: its key, and its value as PHP writes it.
pub(super) struct Member<'a> {
    key: Cow<'a, str>,
    value: Text<'a>,
}

/// A JSON value as PHP writes it.
enum Text<'a> {
    Of(Cow<'a, str>),
    /// Null. PHP leaves it out.
    Absent,
    /// A value that PHP does not sign as one string, with the reason.
    Impossible(&'static str),
}

/// Reads the members of a body that is one JSON object, in the order received.
pub(super) fn members(raw_body: &[u8]) -> Result<Vec<Member<'_>>, CallbackError> {
    let fields = json::fields(raw_body).map_err(|reason| match reason {
        Unread::Malformed => CallbackError::MalformedBody,
        Unread::TooManyKeys => CallbackError::TooLarge,
    })?;
    let members = fields.into_iter().map(|(key, value)| {
        let value = text_of(value)?;
        Ok(Member { key, value })
    });
    members.collect()
}

/// Adds the members to the parameters. Null is left out. A value that PHP does not sign as one
/// string is rejected if the type uses its key, and left out otherwise.
pub(super) fn read<'a>(
    members: &'a [Member<'a>],
    keys: &Keys,
    parameters: &mut Parameters<'a>,
) -> Result<(), CallbackError> {
    for (index, Member { key, value }) in members.iter().enumerate() {
        let slot = keys
            .slot(key.as_bytes())
            .map_err(|key| CallbackError::Duplicate { key })?;
        if members
            .iter()
            .take(index)
            .any(|earlier| earlier.key == *key)
        {
            return Err(twice(slot, keys));
        }
        match value {
            Text::Of(value) => parameters.push((key.as_bytes(), value.as_bytes()))?,
            Text::Absent => {}
            Text::Impossible(_) if slot == Slot::Other => parameters.has_gap = true,
            Text::Impossible(reason) => {
                return Err(CallbackError::BadValue {
                    key: keys.name(slot),
                    reason: FieldError::new("value", *reason),
                });
            }
        }
    }
    Ok(())
}

fn twice(slot: Slot, keys: &Keys) -> CallbackError {
    match slot {
        Slot::Other => CallbackError::MalformedBody,
        slot => CallbackError::Duplicate {
            key: keys.name(slot),
        },
    }
}

/// Converts a JSON value to a string. If PHP cannot read a value, for example a string with half of
/// a surrogate pair, the whole body is malformed.
fn text_of(value: &RawValue) -> Result<Text<'_>, CallbackError> {
    Ok(match value.get() {
        "null" => Text::Absent,
        "true" => Text::Of(Cow::Borrowed("1")),
        "false" => Text::Of(Cow::Borrowed("0")),
        literal if literal.starts_with('"') => {
            Text::Of(json::string(value).ok_or(CallbackError::MalformedBody)?)
        }
        literal if literal.starts_with(['[', '{']) => {
            serde_json::from_str::<Readable>(literal).map_err(|_| CallbackError::MalformedBody)?;
            Text::Impossible("it is nested")
        }
        literal => match literal
            .parse::<i64>()
            .map_or_else(|_| float(literal), |integer| Some(integer.to_string()))
        {
            Some(number) => Text::Of(Cow::Owned(number)),
            None => Text::Impossible(INEXACT),
        },
    })
}

/// A nested value that can be read completely, including its strings. Its content is not kept.
struct Readable;

impl<'de> Deserialize<'de> for Readable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Readable {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _value: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _value: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _value: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _value: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _value: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Self, A::Error> {
        while values.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self, A::Error> {
        while members.next_entry::<Self, Self>()?.is_some() {}
        Ok(self)
    }
}

/// Why a number is not converted.
const INEXACT: &str = "it has more digits than PHP prints, or is too large or too small";

/// The number of significant digits that PHP prints of a number that is not an integer (PHP's
/// setting `precision`).
const PRECISION: usize = 14;

/// Writes a JSON number as PHP prints a float. `None` if PHP would round digits away, or if the
/// number is close to or beyond the limits of a float.
fn float(literal: &str) -> Option<String> {
    let (sign, magnitude) = literal
        .strip_prefix('-')
        .map_or(("", literal), |magnitude| ("-", magnitude));
    let (mantissa, exponent) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let written = format!("{whole}{fraction}");
    let digits = written.trim_start_matches('0');
    let leading_zeros = written.len().checked_sub(digits.len())?;
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return Some(format!("{sign}0"));
    }
    // The number is 0.DIGITS times 10 to the power of `point`.
    let point = exponent
        .parse::<i64>()
        .ok()?
        .checked_add(i64::try_from(whole.len()).ok()?)?
        .checked_sub(i64::try_from(leading_zeros).ok()?)?;
    if digits.len() > PRECISION || !(-300..=300).contains(&point) {
        return None;
    }
    Some(format!(
        "{sign}{}",
        print(digits, i16::try_from(point).ok()?)
    ))
}

/// Prints 0.DIGITS times 10 to the power of `point` as PHP's `%.14G` does. Unlike in C, exponents
/// have no leading zero, and mantissas always have a point.
fn print(digits: &str, point: i16) -> String {
    let places = usize::from(point.unsigned_abs());
    match point {
        -3..=0 => format!("0.{:0>places$}{digits}", ""),
        1..=14 if digits.len() <= places => format!("{digits:0<places$}"),
        1..=14 => {
            let (whole, fraction) = digits.split_at(places);
            format!("{whole}.{fraction}")
        }
        _ => {
            let (first, rest) = digits.split_at(1);
            format!("{first}.{rest:0<1}E{:+}", point.saturating_sub(1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::INEXACT;
    use super::Text;
    use super::float;
    use super::text_of;

    /// Printed by `php -r 'echo urldecode(http_build_query(json_decode("{\"a\":…}", true)));'` of
    /// PHP 8.2.
    #[test]
    fn t16_numbers_as_php_prints_them() {
        for (literal, php) in [
            ("5.00", "5"),
            ("6.01", "6.01"),
            ("0.1", "0.1"),
            ("100.10", "100.1"),
            ("1.10", "1.1"),
            ("-1.5", "-1.5"),
            ("-0.0", "-0"),
            ("0.0", "0"),
            ("0e5", "0"),
            ("1e3", "1000"),
            ("1E+3", "1000"),
            ("1e14", "1.0E+14"),
            ("1e15", "1.0E+15"),
            ("1000000000000000.0", "1.0E+15"),
            ("99999999999999.0", "99999999999999"),
            ("0.0001", "0.0001"),
            ("0.00001", "1.0E-5"),
            ("1.5e-7", "1.5E-7"),
            ("1e25", "1.0E+25"),
            ("1.25e25", "1.25E+25"),
            ("1e100", "1.0E+100"),
            ("-1e20", "-1.0E+20"),
            ("1234567890123.4", "1234567890123.4"),
        ] {
            assert_eq!(float(literal).as_deref(), Some(php), "{literal}");
        }
        for literal in [
            "12345678901234.5",
            "0.30000000000000004",
            "9223372036854775808",
            "1e309",
            "1e-400",
            "1e99999999999999999999",
        ] {
            assert_eq!(float(literal), None, "{literal}");
        }
    }

    #[test]
    fn t16_other_values_as_php_prints_them() {
        let printed = |json: &str| {
            let value: Box<serde_json::value::RawValue> = serde_json::from_str(json).unwrap();
            match text_of(&value) {
                Ok(Text::Of(text)) => text.into_owned(),
                Ok(Text::Absent) => "absent".to_owned(),
                Ok(Text::Impossible(reason)) => reason.to_owned(),
                Err(error) => format!("{error:?}"),
            }
        };
        for (json, expected) in [
            ("true", "1"),
            ("false", "0"),
            ("null", "absent"),
            ("0", "0"),
            ("-0", "0"),
            ("\"\"", ""),
            ("9223372036854775807", "9223372036854775807"),
            ("-9223372036854775808", "-9223372036854775808"),
            (r#""a\u0062é""#, "abé"),
            ("5.00", "5"),
            ("[]", "it is nested"),
            (r#"{"a":[1]}"#, "it is nested"),
            ("9223372036854775808", INEXACT),
            ("0.30000000000000004", INEXACT),
            ("1e301", INEXACT),
            ("1e-400", INEXACT),
            (r#""\ud800""#, "MalformedBody"),
            (r#"["\ud800"]"#, "MalformedBody"),
            ("[1e400]", "MalformedBody"),
        ] {
            assert_eq!(printed(json), expected, "{json}");
        }
    }
}
