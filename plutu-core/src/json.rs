//! JSON objects that keep the order of their keys and the original text of their values.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::value::RawValue;

/// The fields of an object. Each key is unique.
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Object<'a> {
    /// Parses JSON that consists of exactly one object. `None` if it does not, if a key occurs
    /// twice, or if there are too many keys.
    pub(crate) fn parse(json: &'a [u8]) -> Option<Self> {
        let fields = fields(json).ok()?;
        let mut rest = fields.as_slice();
        while let Some(((key, _), others)) = rest.split_first() {
            if others.iter().any(|(other, _)| other == key) {
                return None;
            }
            rest = others;
        }
        Some(Self(fields))
    }

    /// Iterates over the keys and values in the original order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), *value))
    }

    /// Returns the value of `key`, unless it is null.
    pub(crate) fn get(&self, key: &str) -> Option<&'a RawValue> {
        let (_, value) = self.0.iter().find(|(name, _)| name == key)?;
        (value.get() != "null").then_some(*value)
    }
}

/// The reason why JSON is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It does not consist of exactly one object.
    Malformed,
    /// It is an object with more than [`MAX_KEYS`] keys.
    TooManyKeys,
}

/// Parses JSON that consists of exactly one object. Returns its fields in the original order,
/// including repeated keys.
pub(crate) fn fields(json: &[u8]) -> Result<Vec<(Cow<'_, str>, &RawValue)>, Unread> {
    match serde_json::from_slice(json) {
        Ok(Fields::All(fields)) => Ok(fields),
        Ok(Fields::TooMany) => Err(Unread::TooManyKeys),
        Err(_) => Err(Unread::Malformed),
    }
}

/// The maximum number of keys: far more than Plutu sends, and few enough for a fast search for
/// repeated keys.
const MAX_KEYS: usize = 256;

/// Returns the content of a JSON string, or the digits of a JSON number as they were written.
pub(crate) fn scalar(value: &RawValue) -> Option<Cow<'_, str>> {
    if value
        .get()
        .starts_with(|first: char| first.is_ascii_digit() || first == '-')
    {
        return Some(Cow::Borrowed(value.get()));
    }
    string(value)
}

/// Returns the content of a JSON string.
pub(crate) fn string(value: &RawValue) -> Option<Cow<'_, str>> {
    serde_json::from_str(value.get())
        .ok()
        .map(|Text(text)| text)
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

enum Fields<'a> {
    All(Vec<(Cow<'a, str>, &'a RawValue)>),
    TooMany,
}

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
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(Fields::TooMany);
            }
            fields.push((key, value));
        }
        Ok(Fields::All(fields))
    }
}
