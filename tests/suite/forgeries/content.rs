//! The content of a callback, read by a small parser that is independent of the verifier.

use std::fmt;

use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::Visitor;

use crate::forgeries::genuine::Covers;
use crate::forgeries::genuine::Kind;

/// The pairs of a callback in their order, and its hash.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Content {
    pairs: Vec<(Vec<u8>, Vec<u8>)>,
    pub(super) hashed: Vec<u8>,
}

impl Content {
    pub(super) fn read(kind: Kind, raw: &[u8]) -> Option<Self> {
        let mut pairs = match kind {
            Kind::TlyncBody => pairs_of_body(raw)?,
            _ => pairs_of_query(raw),
        };
        let place = pairs.iter().position(|(key, _)| key == b"hashed")?;
        let (_, hashed) = pairs.remove(place);
        Some(Self { pairs, hashed })
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.pairs.iter().any(|(name, _)| name == key.as_bytes())
    }

    /// The pairs that a signature covers.
    pub(super) fn covered(
        &self,
        kind: Kind,
        covers: Covers,
    ) -> impl Iterator<Item = &(Vec<u8>, Vec<u8>)> {
        self.pairs
            .iter()
            .filter(move |(key, _)| covers == Covers::Everything || kind.signs(key))
    }
}

fn pairs_of_query(raw: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let raw = raw.strip_prefix(b"?").unwrap_or(raw);
    raw.split(|&byte| byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut halves = pair.splitn(2, |&byte| byte == b'=');
            let mut half = || decoded(halves.next().unwrap_or_default());
            (half(), half())
        })
        .collect()
}

fn decoded(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = raw;
    while let Some((&first, after)) = rest.split_first() {
        let escape = after.get(..2).filter(|_| first == b'%');
        let escaped = escape
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(escaped.unwrap_or(if first == b'+' { b' ' } else { first }));
        rest = if escaped.is_some() {
            &after[2..]
        } else {
            after
        };
    }
    bytes
}

/// The members of a body, without nulls and nested values. Values are strings as PHP would write
/// them. All numbers in mutants that verify are short, so no rounding is needed.
fn pairs_of_body(raw: &[u8]) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    let mut body = serde_json::Deserializer::from_slice(raw);
    let members = body.deserialize_map(Members).ok()?;
    body.end().ok()?;
    let text = |value| match value {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Bool(flag) => Some(u8::from(flag).to_string()),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(integer) => Some(integer.to_string()),
            None => number.as_f64().map(|float| float.to_string()),
        },
        _ => None,
    };
    let texts = members
        .into_iter()
        .filter_map(|(key, value)| Some((key.into_bytes(), text(value)?.into_bytes())));
    Some(texts.collect())
}

/// Reads the members of an object in their order, including duplicates.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, serde_json::Value)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}
