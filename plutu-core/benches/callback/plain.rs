//! The rules of an MPGS callback as a Rust programmer would write them for one application: with
//! common crates and owned strings, step by step. It does the same checks as the library.

use std::borrow::Cow;

use hmac::Hmac;
use hmac::Mac;
use plutu_core::Amount;
use plutu_core::InvoiceNo;
use plutu_core::TransactionId;
use plutu_core::currency::USD;
use sha2::Sha256;

pub(super) struct Callback {
    pub(super) amount: Amount<USD>,
    #[expect(dead_code, reason = "an application reads it")]
    invoice_no: InvoiceNo,
    #[expect(dead_code, reason = "an application reads it")]
    transaction_id: Option<TransactionId>,
    #[expect(dead_code, reason = "an application reads it")]
    outcome: Outcome,
}

#[derive(PartialEq, Eq)]
enum Outcome {
    Approved,
    Canceled,
    Undecided,
}

type Pairs<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

const SIGNED: [&str; 7] = [
    "gateway",
    "approved",
    "canceled",
    "amount",
    "currency",
    "invoice_no",
    "transaction_id",
];

pub(super) fn verify(query: &str, keyed: &Hmac<Sha256>) -> Option<Callback> {
    let query = query.strip_prefix('?').unwrap_or(query);
    if query.len() > 8_192 {
        return None;
    }
    let pairs: Pairs<'_> = form_urlencoded::parse(query.as_bytes()).collect();
    if pairs.len() > 64 || has_duplicates(&pairs) {
        return None;
    }
    let hashed = value(&pairs, "hashed")?;
    if hashed.len() != 64 || hashed.bytes().any(|digit| digit.is_ascii_lowercase()) {
        return None;
    }
    let hash = hex::decode(hashed).ok()?;
    let signed = canonical(&pairs, |key| SIGNED.contains(&key));
    let everything = || canonical(&pairs, |key| key != "hashed");
    let matches = |text: String| {
        let mac = keyed.clone().chain_update(text);
        mac.verify_slice(&hash).is_ok()
    };
    let is_signed = matches(signed) || (may_sign_everything(&pairs) && matches(everything()));
    if !is_signed {
        return None;
    }

    if value(&pairs, "gateway")? != "mpgs" || value(&pairs, "currency")? != "USD" {
        return None;
    }
    let outcome = match (flag(&pairs, "approved")?, flag(&pairs, "canceled")?) {
        (true, true) => return None,
        (true, false) => Outcome::Approved,
        (false, true) => Outcome::Canceled,
        (false, false) => Outcome::Undecided,
    };
    let transaction_id = value(&pairs, "transaction_id")
        .map(str::parse)
        .transpose()
        .ok()?;
    if outcome == Outcome::Approved && transaction_id.is_none() {
        return None;
    }
    Some(Callback {
        amount: value(&pairs, "amount")?.parse().ok()?,
        invoice_no: value(&pairs, "invoice_no")?.parse().ok()?,
        transaction_id,
        outcome,
    })
}

fn value<'a>(pairs: &'a Pairs<'_>, name: &str) -> Option<&'a str> {
    let (_, value) = pairs.iter().find(|(key, _)| key == name)?;
    (!value.is_empty()).then_some(value)
}

fn flag(pairs: &Pairs<'_>, name: &str) -> Option<bool> {
    match value(pairs, name) {
        Some("1") => Some(true),
        None | Some("0") => Some(false),
        Some(_) => None,
    }
}

fn canonical(pairs: &Pairs<'_>, is_signed: impl Fn(&str) -> bool) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(pairs.iter().filter(|(key, _)| is_signed(key)));
    // PHP escapes `*`, but the crate does not.
    text.finish().replace('*', "%2A")
}

/// Whether a used key occurs twice, or in an irregular spelling that PHP reads as that key.
fn has_duplicates(pairs: &Pairs<'_>) -> bool {
    let mut seen = Vec::new();
    pairs.iter().any(|(key, _)| {
        let name = name(key);
        let matters = SIGNED.contains(&name.as_str()) || name == "hashed";
        if !matters {
            return false;
        }
        let is_irregular = name != *key || seen.contains(&name);
        seen.push(name);
        is_irregular
    })
}

/// Returns the name that PHP gives a key.
fn name(key: &str) -> String {
    let key = key.split('\0').next().unwrap_or_default();
    let key = key.trim_start_matches(' ');
    let name = match key.split_once('[') {
        Some((name, index)) if index.contains(']') => name,
        _ => key,
    };
    name.replace([' ', '.', '['], "_")
}

fn may_sign_everything(pairs: &Pairs<'_>) -> bool {
    let keeps = |key: &str| !key.is_empty() && name(key) == key;
    let count = |key: &str| pairs.iter().filter(|(other, _)| other == key).count();
    pairs.iter().all(|(key, _)| keeps(key) && count(key) == 1)
}
