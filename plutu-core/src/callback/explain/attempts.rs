//! The texts that may have been signed, each with the cause that a match would show.

use itertools::Itertools;

use crate::callback::explain::cause::Cause;
use crate::callback::explain::cause::Rewriting;
use crate::callback::signed_callback::DeclaredCallback;
use crate::callback::signed_return::DeclaredReturn;
use crate::encode;
use crate::gateways::local_bank_cards;
use crate::gateways::mpgs;
use crate::gateways::tlync;
use crate::keys::CallbackKeys;
use crate::keys::Keys;
use crate::keys::ReturnKeys;
use crate::keys::Slot;
use crate::query;

/// A decoded key and value.
pub(super) type Pair = (Vec<u8>, Vec<u8>);

/// A text that may have been signed.
pub(super) struct Attempt {
    pub(super) text: Vec<u8>,
    /// The cause if this text matches. `None` for the text that should have been signed.
    pub(super) cause: Option<Cause>,
}

/// Returns all attempts, the likeliest first. `may_be_everything` says whether a signature over all
/// parameters except `hashed` may be accepted.
pub(super) fn all(
    pairs: &[Pair],
    keys: &Keys,
    may_be_everything: bool,
) -> impl Iterator<Item = Attempt> {
    let own = signed(pairs, keys);
    let everything: Vec<Pair> = without(pairs, |key| slot(key, keys) == Slot::Hashed);
    let as_received = Attempt {
        text: canonical(&own),
        cause: None,
    };
    let all_of_it = Attempt {
        text: canonical(&everything),
        cause: (!may_be_everything).then_some(Cause::Everything),
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

/// Returns the pairs that the signature covers by the keys of the callback's type.
pub(super) fn signed(pairs: &[Pair], keys: &Keys) -> Vec<Pair> {
    without(pairs, |key| !keys.signs(slot(key, keys)))
}

/// Returns the text that is signed for these pairs.
pub(super) fn canonical(pairs: &[Pair]) -> Vec<u8> {
    let pairs = pairs
        .iter()
        .map(|(key, value)| (key.as_slice(), value.as_slice()));
    let mut canonical = Vec::new();
    encode::pairs(pairs, |piece| canonical.extend_from_slice(piece));
    canonical
}

pub(super) fn slot(key: &[u8], keys: &Keys) -> Slot {
    keys.slot(key).unwrap_or(Slot::Other)
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
    query::decode(&mut value.to_vec()).to_vec()
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

/// Returns `5.00` for `5` and `5.0`.
fn two_decimals(amount: &str) -> String {
    let (units, decimals) = amount.split_once('.').unwrap_or((amount, ""));
    format!("{units}.{decimals:0<2}")
}

/// Returns `5` for `5.00`.
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

/// Returns attempts with the parameters that each built-in kind of callback or return page would
/// sign.
fn other_kinds(pairs: &[Pair]) -> impl Iterator<Item = Attempt> {
    const MPGS: CallbackKeys = <mpgs::Callback as DeclaredCallback>::KEYS;
    const LOCAL_BANK_CARDS: CallbackKeys = <local_bank_cards::Callback as DeclaredCallback>::KEYS;
    const TLYNC: CallbackKeys = <tlync::Callback as DeclaredCallback>::KEYS;
    const TLYNC_RETURN: ReturnKeys = <tlync::Return as DeclaredReturn>::KEYS;
    let kinds = [
        ("mpgs callback", MPGS.as_keys()),
        ("localbankcards callback", LOCAL_BANK_CARDS.as_keys()),
        ("tlync callback", TLYNC.as_keys()),
        ("tlync return page", TLYNC_RETURN.as_keys()),
    ];
    kinds.into_iter().map(|(kind, keys)| Attempt {
        text: canonical(&signed(pairs, keys)),
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

/// Returns attempts with the pairs in every order. If there are too many pairs, only the order
/// sorted by keys is tried.
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

/// Seven pairs have 5,040 orders.
const MOST_PERMUTED: usize = 7;

/// Converts bytes to a string that a developer can read.
pub(super) fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
