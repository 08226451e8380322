//! JSON objects as they stand: keys in their order, none twice, values as their own text.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error as _;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;

/// The fields of an object. A key that stands twice, or more than [`MAX_KEYS`] of them, is an error.
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// Far above what Plutu writes; it keeps the search for double keys short.
const MAX_KEYS: usize = 256;

impl<'a> Object<'a> {
    /// Reads a text that is nothing but one object.
    pub(crate) fn parse(json: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(json).ok()
    }

    /// The value under `key`, unless it is null.
    pub(crate) fn get(&self, key: &str) -> Option<&'a RawValue> {
        let (_, value) = self.0.iter().find(|(name, _)| name == key)?;
        (value.get() != "null").then_some(*value)
    }
}

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

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::new();
        while let Some((Text(key), value)) = map.next_entry()? {
            if fields.len() == MAX_KEYS {
                return Err(A::Error::custom("too many keys"));
            }
            if fields.iter().any(|(earlier, _)| *earlier == key) {
                return Err(A::Error::custom("a key stands twice"));
            }
            fields.push((key, value));
        }
        Ok(Object(fields))
    }
}
