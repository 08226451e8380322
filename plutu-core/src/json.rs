//! JSON objects as they stand: keys in their order, values as their own text.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error as _;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;

/// The fields of an object, no key twice.
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Object<'a> {
    /// Reads a text that is nothing but one object.
    pub(crate) fn parse(json: &'a [u8]) -> Option<Self> {
        let fields = fields(json)?;
        let mut rest = fields.as_slice();
        while let Some(((key, _), others)) = rest.split_first() {
            if others.iter().any(|(other, _)| other == key) {
                return None;
            }
            rest = others;
        }
        Some(Self(fields))
    }

    /// The keys and values, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), *value))
    }

    /// The value under `key`, unless it is null.
    pub(crate) fn get(&self, key: &str) -> Option<&'a RawValue> {
        let (_, value) = self.0.iter().find(|(name, _)| name == key)?;
        (value.get() != "null").then_some(*value)
    }
}

/// The fields of a text that is nothing but one object, in their order, double keys included.
pub(crate) fn fields(json: &[u8]) -> Option<Vec<(Cow<'_, str>, &RawValue)>> {
    let Fields(fields) = serde_json::from_slice(json).ok()?;
    Some(fields)
}

/// Far above what Plutu writes; it keeps the search for double keys short.
const MAX_KEYS: usize = 256;

/// The text of a JSON string or number; a number's digits as they stand.
pub(crate) fn scalar(value: &RawValue) -> Option<Cow<'_, str>> {
    if value
        .get()
        .starts_with(|first: char| first.is_ascii_digit() || first == '-')
    {
        return Some(Cow::Borrowed(value.get()));
    }
    string(value)
}

/// The text of a JSON string.
pub(crate) fn string(value: &RawValue) -> Option<Cow<'_, str>> {
    serde_json::from_str(value.get())
        .ok()
        .map(|Text(text)| text)
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some((Text(key), value)) = map.next_entry()? {
            if fields.len() == MAX_KEYS {
                return Err(A::Error::custom("too many keys"));
            }
            fields.push((key, value));
        }
        Ok(Fields(fields))
    }
}
