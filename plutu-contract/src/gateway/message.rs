//! A raw callback and its parameters. The contract test has its own small parser, so that it does
//! not depend on the verifier that it tests.

use std::fmt;

use serde::Deserializer as _;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::Value;

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
        while let Some((key, value)) = members.next_entry::<String, Value>()? {
            pairs.extend(text(value).map(|value| (key, value)));
        }
        Ok(pairs)
    }
}

/// Converts a value to the string that PHP signs. Null and nested values are not signed.
fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Bool(flag) => Some(u8::from(flag).to_string()),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Some(integer.to_string()),
            None => number.as_f64().map(|float| float.to_string()),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
