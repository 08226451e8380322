//! A raw callback and its parameters. The contract test has its own small parser, so that it does
//! not depend on the verifier that it tests.

use std::fmt;

use serde::Deserializer as _;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::Value;
use serde_json::value::RawValue;

/// The format of a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Query,
    Json,
}

/// A decoded key and its value.
pub(super) type Pair = (String, String);

/// The key of the signature.
pub(super) const HASHED: &str = "hashed";

impl Format {
    /// The parameters in the order received, or `None` for a body that is not an object.
    pub(super) fn read(self, raw: &str) -> Option<Vec<Pair>> {
        match self {
            Self::Query => {
                let raw = raw.strip_prefix('?').unwrap_or(raw);
                Some(
                    form_urlencoded::parse(raw.as_bytes())
                        .into_owned()
                        .collect(),
                )
            }
            Self::Json => {
                let mut body = serde_json::Deserializer::from_str(raw);
                let members = body.deserialize_map(Members).ok()?;
                body.end().ok()?;
                Some(members)
            }
        }
    }

    /// Writes a callback with these parameters. In a body, all values are strings.
    pub(super) fn write(self, pairs: &[Pair]) -> String {
        match self {
            Self::Query => query(pairs, |text| {
                form_urlencoded::byte_serialize(text.as_bytes()).collect()
            }),
            Self::Json => body(pairs, |text| Value::from(text).to_string()),
        }
    }

    /// Writes a callback with these parameters, with every character escaped.
    pub(super) fn write_escaped(self, pairs: &[Pair]) -> String {
        match self {
            Self::Query => query(pairs, |text| {
                let escapes = text.bytes().map(|byte| format!("%{byte:02x}"));
                escapes.collect::<Vec<_>>().concat()
            }),
            Self::Json => body(pairs, |text| {
                let escapes = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
                format!("\"{}\"", escapes.collect::<Vec<_>>().concat())
            }),
        }
    }

    /// The escape sequence of a byte, if the format has one.
    pub(super) fn escape(self, byte: u8) -> Option<String> {
        (self == Self::Query).then(|| format!("%{byte:02X}"))
    }
}

fn query(pairs: &[Pair], encode: impl Fn(&str) -> String) -> String {
    let pairs = pairs
        .iter()
        .map(|(key, value)| format!("{}={}", encode(key), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn body(pairs: &[Pair], encode: impl Fn(&str) -> String) -> String {
    let members = pairs
        .iter()
        .map(|(key, value)| format!("{}:{}", encode(key), encode(value)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// The members of an object in their order, including duplicates.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<Pair>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some((key, value)) = members.next_entry::<String, &RawValue>()? {
            pairs.extend(text(value).map(|value| (key, value)));
        }
        Ok(pairs)
    }
}

/// Converts a value to the string that PHP signs. Null and nested values are not signed.
fn text(json: &RawValue) -> Option<String> {
    match serde_json::from_str(json.get()).ok()? {
        Value::String(text) => Some(text),
        Value::Bool(flag) => Some(u8::from(flag).to_string()),
        // The digits as they arrived: PHP distinguishes `-0` from `-0.0`.
        Value::Number(_) => number(json.get()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Writes a JSON number as PHP does: a 64-bit integer unchanged, any other number as `%.14G`.
fn number(json: &str) -> Option<String> {
    if let Ok(integer) = json.parse::<i64>() {
        return Some(integer.to_string());
    }
    // 14 significant digits: one before the point, and 13 after it.
    let rounded = format!("{:.13e}", json.parse::<f64>().ok()?);
    let (mantissa, exponent) = rounded.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    if (-4..14).contains(&exponent) {
        // Rust prints a float with the fewest digits that are read as the same float, and those are
        // the rounded ones.
        let rounded: f64 = rounded.parse().ok()?;
        return Some(rounded.to_string());
    }
    let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
    let point = if mantissa.contains('.') { "" } else { ".0" };
    Some(format!("{mantissa}{point}E{exponent:+}"))
}

#[cfg(test)]
mod tests {
    use super::Format;

    /// Printed by `php -r 'echo urldecode(http_build_query(["a" => json_decode("…")]));'` of
    /// PHP 8.2.
    #[test]
    fn numbers_are_written_as_php_writes_them() {
        for (json, php) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "-0"),
            ("12.50", "12.5"),
            ("5.00", "5"),
            ("1e3", "1000"),
            ("0.30000000000000004", "0.3"),
            ("0.1234567890123456", "0.12345678901235"),
            ("0.0001", "0.0001"),
            ("0.00001", "1.0E-5"),
            ("-0.000012", "-1.2E-5"),
            ("9223372036854775807", "9223372036854775807"),
            ("9223372036854775808", "9.2233720368548E+18"),
            ("99999999999999.0", "99999999999999"),
            ("99999999999999.9", "1.0E+14"),
            ("123456789012345.0", "1.2345678901234E+14"),
            ("10000000000000000000000000", "1.0E+25"),
            ("1e100", "1.0E+100"),
        ] {
            let pairs = Format::Json.read(&format!("{{\"a\":{json}}}"));
            assert_eq!(
                pairs,
                Some(vec![("a".to_owned(), php.to_owned())]),
                "{json}"
            );
        }
    }
}
