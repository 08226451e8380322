//! A JSON body, its values turned to text as PHP turns them before it signs.
//!
//! PHP reads the body with `json_decode` and writes it with `http_build_query`: `true` is `1`, `false` is `0`,
//! null is left out, an integer of 64 bits stays, and any other number is printed as `%.14G`.

use std::borrow::Cow;

use serde_json::Value;
use serde_json::value::RawValue;

use crate::callback::error::CallbackError;
use crate::callback::keys::Keys;
use crate::callback::keys::Slot;
use crate::callback::parameters::Parameter;
use crate::callback::parameters::Parameters;
use crate::field::FieldError;
use crate::json;

/// Reads a body, its texts added to `text`. What has no text is refused under a key that matters, and left
/// out under another.
pub(super) fn read(
    body: &[u8],
    keys: &Keys,
    text: &mut Vec<u8>,
    parameters: &mut Parameters,
) -> Result<(), CallbackError> {
    let fields = json::fields(body).ok_or(CallbackError::MalformedBody)?;
    for (index, (key, value)) in fields.iter().enumerate() {
        let slot = keys.slot(key.as_bytes(), Slot::GATEWAY)?;
        if fields.iter().take(index).any(|(earlier, _)| earlier == key) {
            return Err(twice(slot, keys));
        }
        match text_of(value)? {
            Text::Of(value) => {
                let parameter = Parameter::append(key.as_bytes(), value.as_bytes(), text);
                parameters.push(parameter)?;
            }
            Text::Absent => {}
            Text::Impossible(_) if slot == Slot::OTHER => parameters.has_gap = true,
            Text::Impossible(reason) => {
                let reason = FieldError::new("value", reason);
                return Err(CallbackError::BadValue {
                    key: keys.name(slot),
                    reason,
                });
            }
        }
    }
    parameters.find_keys(text, keys)
}

fn twice(slot: Slot, keys: &Keys) -> CallbackError {
    match slot {
        Slot::OTHER => CallbackError::MalformedBody,
        slot => CallbackError::Duplicate {
            key: keys.name(slot),
        },
    }
}

/// What PHP makes of a JSON value.
enum Text<'a> {
    Of(Cow<'a, str>),
    /// Null, which is left out.
    Absent,
    /// No text, for this reason.
    Impossible(&'static str),
}

/// The text of a JSON value. One that PHP cannot read, a string with half a character say, spoils the body.
fn text_of(value: &RawValue) -> Result<Text<'_>, CallbackError> {
    Ok(match value.get() {
        "null" => Text::Absent,
        "true" => Text::Of(Cow::Borrowed("1")),
        "false" => Text::Of(Cow::Borrowed("0")),
        literal if literal.starts_with('"') => {
            Text::Of(json::string(value).ok_or(CallbackError::MalformedBody)?)
        }
        literal if literal.starts_with(['[', '{']) => {
            serde_json::from_str::<Value>(literal).map_err(|_| CallbackError::MalformedBody)?;
            Text::Impossible("it is nested")
        }
        literal => match literal
            .parse::<i64>()
            .map_or_else(|_| float(literal), |integer| Some(integer.to_string()))
        {
            Some(number) => Text::Of(Cow::Owned(number)),
            None => Text::Impossible("it has more digits than PHP prints"),
        },
    })
}

/// How many significant digits PHP prints of a number that is no integer (its setting `precision`).
const PRECISION: usize = 14;

/// A JSON number as PHP prints a float; nothing if it has digits that PHP would round away, or is beyond
/// what a float holds.
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
    // The number is 0.DIGITS times ten to the power of `point`.
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
        print(digits, i32::try_from(point).ok()?)
    ))
}

/// Prints 0.DIGITS times ten to the power of `point` as C's `%.14G` does, or rather as PHP's own does, whose
/// exponents have no leading zero and whose mantissas always have a point.
fn print(digits: &str, point: i32) -> String {
    let places = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    match point {
        -3..=0 => format!("0.{}{digits}", zeros(point.saturating_neg())),
        1..=14 if places <= point => format!("{digits}{}", zeros(point.saturating_sub(places))),
        1..=14 => {
            let (whole, fraction) = digits
                .split_at_checked(usize::try_from(point).unwrap_or(0))
                .unwrap_or((digits, ""));
            format!("{whole}.{fraction}")
        }
        _ => {
            let (first, rest) = digits.split_at_checked(1).unwrap_or((digits, ""));
            let rest = if rest.is_empty() { "0" } else { rest };
            format!("{first}.{rest}E{:+}", point.saturating_sub(1))
        }
    }
}

fn zeros(count: i32) -> String {
    "0".repeat(usize::try_from(count).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::Text;
    use super::float;
    use super::text_of;

    /// Printed by `php -r 'echo urldecode(http_build_query(json_decode("{\"a\":…}", true)));'` of PHP 8.2.
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
            ("9223372036854775808", "it has more digits than PHP prints"),
            (r#""\ud800""#, "MalformedBody"),
            (r#"["\ud800"]"#, "MalformedBody"),
            ("[1e400]", "MalformedBody"),
        ] {
            assert_eq!(printed(json), expected, "{json}");
        }
    }
}
