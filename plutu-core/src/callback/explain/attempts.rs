//! The texts that a signature may have been made of, each with what it would mean.

use itertools::Itertools;

use crate::callback::canonical;
use crate::callback::explain::cause::Cause;
use crate::callback::explain::cause::Rewriting;
use crate::callback::keys::Keys;
use crate::callback::keys::Slot;
use crate::callback::parameters::Parameter;
use crate::callback::signed::SignedCallback;
use crate::callback::signed::SignedReturn;
use crate::encode;
use crate::gateways::local_bank_cards;
use crate::gateways::mpgs;
use crate::gateways::tlync;

/// A decoded key and value.
pub(super) type Pair = (Vec<u8>, Vec<u8>);

/// A text that may have been signed.
pub(super) struct Attempt {
    pub(super) text: Vec<u8>,
    /// What it would mean; nothing for the text that should have been signed.
    pub(super) cause: Option<Cause>,
}

/// All that is tried, the likeliest first.
pub(super) fn all(pairs: &[Pair], keys: &Keys) -> impl Iterator<Item = Attempt> {
    let own = signed(pairs, keys);
    let everything: Vec<Pair> = without(pairs, |key| slot(key, keys) == Slot::HASHED);
    let as_received = Attempt {
        text: canonical(&own),
        cause: None,
    };
    let all_of_it = Attempt {
        text: canonical(&everything),
        cause: (!keys.may_sign_everything()).then_some(Cause::Everything),
    };
    std::iter::once(as_received)
        .chain(rewritings(&own))
        .chain(other_kinds(pairs))
        .chain(std::iter::once(all_of_it))
        .chain(one_less(&own))
        .chain(orders(own))
        .chain(rewritings(&everything))
        .chain(orders(everything))
}

/// What the signature covers by the keys of the callback's type.
pub(super) fn signed(pairs: &[Pair], keys: &Keys) -> Vec<Pair> {
    without(pairs, |key| !keys.is_signed(slot(key, keys)))
}

/// The text that is signed of these pairs.
pub(super) fn canonical(pairs: &[Pair]) -> Vec<u8> {
    let mut text = Vec::new();
    let parameters: Vec<Parameter> = pairs
        .iter()
        .map(|(key, value)| Parameter::append(key, value, &mut text))
        .collect();
    let mut canonical = Vec::new();
    canonical::write(&text, parameters.iter(), |run| {
        canonical.extend_from_slice(run);
    });
    canonical
}

pub(super) fn slot(key: &[u8], keys: &Keys) -> Slot {
    keys.slot(key, Slot::GATEWAY).unwrap_or(Slot::OTHER)
}

fn without(pairs: &[Pair], is_left_out: impl Fn(&[u8]) -> bool) -> Vec<Pair> {
    let kept = pairs.iter().filter(|(key, _)| !is_left_out(key));
    kept.cloned().collect()
}

fn rewritings(pairs: &[Pair]) -> impl Iterator<Item = Attempt> + use<> {
    let signed_unencoded = pairs
        .iter()
        .map(|(key, value)| [key.as_slice(), value].join(&b'='))
        .collect::<Vec<_>>()
        .join(&b'&');
    let signed_raw = String::from_utf8_lossy(&canonical(pairs))
        .replace('+', "%20")
        .replace("%7E", "~");
    [
        (Rewriting::EncodedTwice, with_values(pairs, decoded)),
        (Rewriting::DecodedTwice, with_values(pairs, plus_for_space)),
        (Rewriting::Amount, with_amount(pairs, two_decimals)),
        (Rewriting::Amount, with_amount(pairs, fewest_decimals)),
        (Rewriting::SignedUnencoded, signed_unencoded),
        (Rewriting::SignedRaw, signed_raw.into_bytes()),
    ]
    .into_iter()
    .map(|(rewriting, text)| Attempt {
        text,
        cause: Some(Cause::Rewritten(rewriting)),
    })
}

fn with_values(pairs: &[Pair], rewrite: fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let rewritten = pairs
        .iter()
        .map(|(key, value)| (key.clone(), rewrite(value)));
    canonical(&rewritten.collect::<Vec<_>>())
}

fn decoded(value: &[u8]) -> Vec<u8> {
    let mut decoded = value.to_vec();
    let end = encode::decode(&mut decoded, 0..value.len(), 0);
    decoded.truncate(end);
    decoded
}

fn plus_for_space(value: &[u8]) -> Vec<u8> {
    value
        .iter()
        .map(|&byte| if byte == b' ' { b'+' } else { byte })
        .collect()
}

fn with_amount(pairs: &[Pair], rewrite: fn(&str) -> String) -> Vec<u8> {
    let rewritten = pairs.iter().map(|(key, value)| {
        let amount = str::from_utf8(value).ok().filter(|_| key == b"amount");
        let value = amount.map_or_else(|| value.clone(), |amount| rewrite(amount).into_bytes());
        (key.clone(), value)
    });
    canonical(&rewritten.collect::<Vec<_>>())
}

/// `5.00` for `5` and `5.0`.
fn two_decimals(amount: &str) -> String {
    let (units, decimals) = amount.split_once('.').unwrap_or((amount, ""));
    format!("{units}.{decimals:0<2}")
}

/// `5` for `5.00`.
fn fewest_decimals(amount: &str) -> String {
    if amount.contains('.') {
        amount
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    } else {
        amount.to_owned()
    }
}

/// What the built-in gateways' other kinds would sign of the parameters.
fn other_kinds(pairs: &[Pair]) -> impl Iterator<Item = Attempt> {
    let kinds: [(&str, Keys); 4] = [
        ("mpgs callback", <mpgs::Callback as SignedCallback>::KEYS),
        (
            "localbankcards callback",
            <local_bank_cards::Callback as SignedCallback>::KEYS,
        ),
        ("tlync callback", <tlync::Callback as SignedCallback>::KEYS),
        ("tlync return page", <tlync::Return as SignedReturn>::KEYS),
    ];
    kinds.into_iter().map(|(kind, keys)| Attempt {
        text: canonical(&signed(pairs, &keys)),
        cause: Some(Cause::AnotherKind { kind }),
    })
}

fn one_less(pairs: &[Pair]) -> Vec<Attempt> {
    let one_less = pairs.iter().map(|(added, _)| Attempt {
        text: canonical(&without(pairs, |key| key == added)),
        cause: Some(Cause::Added { key: shown(added) }),
    });
    one_less.collect()
}

/// The pairs in every order; more than can be tried only sorted by their keys.
fn orders(mut pairs: Vec<Pair>) -> impl Iterator<Item = Attempt> {
    pairs.sort();
    let tried = if pairs.len() <= MOST_PERMUTED {
        usize::MAX
    } else {
        1
    };
    let len = pairs.len();
    let orders = pairs.into_iter().permutations(len).take(tried);
    orders.map(|pairs| Attempt {
        text: canonical(&pairs),
        cause: Some(Cause::Order {
            keys: pairs.iter().map(|(key, _)| shown(key)).collect(),
        }),
    })
}

/// Seven parameters have 5,040 orders.
const MOST_PERMUTED: usize = 7;

/// Bytes as text, for a developer's eyes.
pub(super) fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
