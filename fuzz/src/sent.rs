//! A second reading of the sent bytes, simple and slow: the decoded pairs, the string that Plutu
//! signs, and its MAC.

use std::collections::BTreeSet;
use std::hash::BuildHasherDefault;
use std::hash::DefaultHasher;

use hmac::Hmac;
use hmac::KeyInit;
use hmac::Mac;
use indexmap::IndexMap;
use percent_encoding::AsciiSet;
use percent_encoding::NON_ALPHANUMERIC;
use percent_encoding::percent_decode;
use percent_encoding::percent_encode;
use plutu_core::SecretKey;
use plutu_core::callback::sign;
use serde_json::value::RawValue;
use sha2::Sha256;

use crate::kind::Kind;

/// The sent parameters in their order, including `hashed`.
pub struct Sent {
    pairs: Vec<(Vec<u8>, Vec<u8>)>,
    /// Whether a value was left out because PHP would not sign it as a string.
    has_gap: bool,
}

/// The members of a JSON object. Their hashes are the same in every run, so that a run can be
/// repeated.
pub type Members<'a> = IndexMap<String, &'a RawValue, BuildHasherDefault<DefaultHasher>>;

/// What a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    SignedKeys,
    Everything,
}

impl Sent {
    pub fn in_query(query: &str) -> Self {
        let query = query.strip_prefix('?').unwrap_or(query);
        let pieces = query.split('&').filter(|piece| !piece.is_empty());
        Self {
            pairs: pieces.map(pair).collect(),
            has_gap: false,
        }
    }

    /// Reads a body. Returns `None` if the body is not an object, or if it contains a number whose
    /// PHP form is not obvious.
    pub fn in_body(body: &[u8]) -> Option<Self> {
        let members: Members<'_> = serde_json::from_slice(body).ok()?;
        let mut sent = Self {
            pairs: Vec::new(),
            has_gap: false,
        };
        for (key, value) in members {
            match value.get() {
                "null" => {}
                nested if nested.starts_with(['[', '{']) => sent.has_gap |= key != "hashed",
                literal => sent
                    .pairs
                    .push((key.into_bytes(), scalar(literal)?.into_bytes())),
            }
        }
        Some(sent)
    }

    /// The value of a key. The key must not be there twice.
    pub fn only(&self, key: &str) -> Option<&[u8]> {
        let mut values = self.pairs.iter().filter(|(name, _)| name == key.as_bytes());
        let (_, value) = values.next()?;
        assert!(values.next().is_none(), "duplicate {key}");
        Some(value)
    }

    /// Whether a signature by this rule may be accepted. A signature over everything may be
    /// accepted if it is the same as the one over the signed keys, or if PHP could have made it
    /// over all sent parameters and the message is not a return page.
    pub fn may_match(&self, kind: Kind, rule: Rule) -> bool {
        let has_others = || {
            let mut keys = self.keys();
            keys.any(|key| key != b"hashed" && !is_signed(kind, key))
        };
        let could_be_signed = || !self.has_gap && self.has_keys_of_php();
        rule == Rule::SignedKeys
            || !has_others()
            || (kind != Kind::TlyncReturn && could_be_signed())
    }

    /// Whether PHP renames and drops no key, and no key is there twice.
    fn has_keys_of_php(&self) -> bool {
        let is_kept =
            |key: &[u8]| !key.is_empty() && !key.iter().any(|byte| b"\0 .[".contains(byte));
        let different: BTreeSet<_> = self.keys().collect();
        different.len() == self.pairs.len() && self.keys().all(is_kept)
    }

    fn keys(&self) -> impl Iterator<Item = &[u8]> {
        self.pairs.iter().map(|(key, _)| key.as_slice())
    }

    /// The signature that Plutu would have made for these parameters.
    pub fn signature(&self, kind: Kind, rule: Rule, secret: &str) -> String {
        let covers = |key: &[u8]| match rule {
            Rule::SignedKeys => is_signed(kind, key),
            Rule::Everything => key != b"hashed",
        };
        let pairs = || self.pairs.iter().filter(|(key, _)| covers(key));
        let encoded: Vec<_> = pairs()
            .map(|(key, value)| encode(key) + "=" + &encode(value))
            .collect();
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length");
        let mac = mac.chain_update(encoded.join("&")).finalize().into_bytes();
        let signature = hex::encode_upper(mac);

        let texts = pairs().map(|(key, value)| Some((as_text(key)?, as_text(value)?)));
        if let Some(texts) = texts.collect::<Option<Vec<_>>>() {
            let secret_key = SecretKey::new(secret).expect("a usable secret");
            assert_eq!(sign(texts, &secret_key), signature);
        }
        signature
    }
}

fn is_signed(kind: Kind, key: &[u8]) -> bool {
    let mut keys = kind.signed_keys().iter();
    keys.any(|signed| signed.as_bytes() == key)
}

fn as_text(bytes: &[u8]) -> Option<&str> {
    str::from_utf8(bytes).ok()
}

fn pair(piece: &str) -> (Vec<u8>, Vec<u8>) {
    let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
    (decode(key), decode(value))
}

/// Decodes a piece of a query.
pub fn decode(piece: &str) -> Vec<u8> {
    percent_decode(piece.replace('+', " ").as_bytes()).collect()
}

fn encode(bytes: &[u8]) -> String {
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b' ');
    percent_encode(bytes, ESCAPED).to_string().replace(' ', "+")
}

/// The string that PHP prints for a JSON value that is neither null nor nested. `None` if this is
/// not obvious.
fn scalar(literal: &str) -> Option<String> {
    match literal {
        "true" => Some("1".to_owned()),
        "false" => Some("0".to_owned()),
        _ if literal.starts_with('"') => serde_json::from_str(literal).ok(),
        _ => match literal.parse::<i64>() {
            Ok(integer) => Some(integer.to_string()),
            Err(_) => decimal(literal),
        },
    }
}

/// The string that PHP prints for a decimal number of few digits.
fn decimal(literal: &str) -> Option<String> {
    let (whole, fraction) = literal.trim_start_matches('-').split_once('.')?;
    let is_plain = fraction.bytes().all(|byte| byte.is_ascii_digit())
        && whole.len() + fraction.len() <= 14
        && (whole != "0" || !fraction.starts_with("000"));
    is_plain.then(|| {
        literal
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    })
}
