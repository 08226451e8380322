//! Verifies every combination of gateways, flags, and missing, empty or wrong fields, with a
//! correct signature by either rule. Each verdict is compared with [`expected`], which states
//! rule 4.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics if an assumption is wrong"
)]

use std::collections::BTreeMap;
use std::io;
use std::io::Write;

use plutu_core::CallbackError;
use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::callback::sign;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;

/// The kind of callback or return page that a query is verified as.
struct Kind {
    gateway: &'static str,
    currency: &'static str,
    signs: &'static [&'static str],
    is_page: bool,
    needs_transaction_id: bool,
    verify: fn(&str, &Verifier) -> Result<&'static str, CallbackError>,
}

const KINDS: [Kind; 4] = [
    Kind {
        gateway: "localbankcards",
        currency: "LYD",
        signs: &[
            "gateway",
            "approved",
            "canceled",
            "invoice_no",
            "amount",
            "transaction_id",
        ],
        is_page: false,
        needs_transaction_id: false,
        verify: settle::<local_bank_cards::Callback>,
    },
    Kind {
        gateway: "mpgs",
        currency: "USD",
        signs: &[
            "gateway",
            "approved",
            "canceled",
            "invoice_no",
            "amount",
            "transaction_id",
            "currency",
        ],
        is_page: false,
        needs_transaction_id: false,
        verify: settle::<mpgs::Callback>,
    },
    Kind {
        gateway: "tlync",
        currency: "LYD",
        signs: &[
            "gateway",
            "approved",
            "invoice_no",
            "amount",
            "transaction_id",
            "payment_method",
        ],
        is_page: false,
        needs_transaction_id: true,
        verify: settle::<tlync::Callback>,
    },
    Kind {
        gateway: "tlync",
        currency: "LYD",
        signs: &["approved", "invoice_no"],
        is_page: true,
        needs_transaction_id: false,
        verify: |query, verifier| {
            let page = tlync::Return::verify(query, verifier)?;
            Ok(if page.is_approved() {
                "approved"
            } else {
                "not approved"
            })
        },
    },
];

fn settle<C: SignedCallback>(
    query: &str,
    verifier: &Verifier,
) -> Result<&'static str, CallbackError> {
    let callback = C::verify(query, verifier)?;
    let settlement = callback.settle(callback.invoice_no(), *callback.amount());
    Ok(match settlement.unwrap() {
        Settlement::Paid(_) => "paid",
        Settlement::Canceled => "canceled",
        Settlement::Undecided => "undecided",
    })
}

/// The values to try for each key. `None` leaves the key out.
fn choices(kind: &Kind) -> [(&'static str, Vec<Option<&'static str>>); 8] {
    let flag = vec![None, Some(""), Some("0"), Some("1"), Some("2")];
    let other_currency = if kind.currency == "USD" { "LYD" } else { "USD" };
    let payment_method = if kind.signs.contains(&"payment_method") {
        vec![None, Some(""), Some("sadad")]
    } else {
        vec![None]
    };
    [
        (
            "gateway",
            vec![None, Some(""), Some(kind.gateway), Some("edfali")],
        ),
        ("approved", flag.clone()),
        ("canceled", flag),
        ("invoice_no", vec![None, Some(""), Some("INV-1")]),
        ("amount", vec![None, Some(""), Some("5.00")]),
        (
            "currency",
            vec![None, Some(""), Some(kind.currency), Some(other_currency)],
        ),
        ("transaction_id", vec![None, Some(""), Some("100900")]),
        ("payment_method", payment_method),
    ]
}

type Pairs = Vec<(&'static str, &'static str)>;

/// Returns the verdict of the rules.
fn expected(kind: &Kind, pairs: &Pairs, is_everything_signed: bool) -> String {
    let is_signed = |key| is_everything_signed || kind.signs.contains(&key);
    let value = |key| {
        let found = pairs.iter().find(|(name, _)| *name == key);
        let signed = found.filter(|_| is_signed(key));
        signed
            .map(|(_, value)| *value)
            .filter(|value| !value.is_empty())
    };
    let is_bad = |flag| !matches!(value(flag), None | Some("0" | "1"));
    let is_set = |flag| value(flag) == Some("1");
    let is_missing = |key| value(key).is_none();
    let has_canceled = kind.signs.contains(&"canceled");

    let verdict = match () {
        () if kind.is_page && is_everything_signed => "not signed",
        () if kind.is_page && pairs.iter().any(|(key, _)| *key == "gateway") => "carries a gateway",
        () if !kind.is_page && is_missing("gateway") => "no gateway",
        () if !kind.is_page && value("gateway") != Some(kind.gateway) => "wrong gateway",
        () if !kind.is_page && value("currency").is_some_and(|code| code != kind.currency) => {
            "bad currency"
        }
        () if is_bad("approved") => "bad approved",
        () if !kind.is_page && is_bad("canceled") => "bad canceled",
        () if !kind.is_page && is_set("approved") && is_set("canceled") => "contradictory",
        () if !kind.is_page && is_missing("amount") => "no amount",
        () if is_missing("invoice_no") => "no invoice_no",
        () if (kind.needs_transaction_id || (!kind.is_page && is_set("approved")))
            && is_missing("transaction_id") =>
        {
            "no transaction_id"
        }
        () if kind.signs.contains(&"currency") && is_missing("currency") => "no currency",
        () if kind.is_page && is_set("approved") => "approved",
        () if kind.is_page => "not approved",
        () if is_set("approved") => "paid",
        () if is_set("canceled") && has_canceled => "canceled",
        () => "undecided",
    };
    verdict.to_owned()
}

fn name_of(verdict: Result<&'static str, CallbackError>) -> String {
    match verdict {
        Ok(outcome) => outcome.to_owned(),
        Err(CallbackError::SignatureMismatch) => "not signed".to_owned(),
        Err(CallbackError::CarriesGateway) => "carries a gateway".to_owned(),
        Err(CallbackError::WrongGateway { .. }) => "wrong gateway".to_owned(),
        Err(CallbackError::Contradictory) => "contradictory".to_owned(),
        Err(CallbackError::MissingField { key }) => format!("no {key}"),
        Err(CallbackError::BadValue { key, .. }) => format!("bad {key}"),
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn t4_t6_t7_exhaustive_combinations_have_the_verdict_of_the_rules() {
    let secret_key = SecretKey::new("sk_of_this_test").unwrap();
    let verifier = Verifier::new(secret_key.clone());
    let mut tally = BTreeMap::<String, u64>::new();
    for kind in &KINDS {
        each(&choices(kind), &mut Vec::new(), &mut |pairs| {
            for is_everything_signed in [false, true] {
                let mut pairs = pairs.clone();
                if is_everything_signed {
                    pairs.push(("order", "77"));
                }
                let signed = pairs
                    .iter()
                    .filter(|(key, _)| is_everything_signed || kind.signs.contains(key));
                let hashed = sign(signed.copied(), &secret_key);
                let written = pairs.iter().map(|(key, value)| [key, "=", value].concat());
                let joined = written.collect::<Vec<_>>().join("&");
                let query = format!("{joined}&hashed={hashed}");
                let verdict = name_of((kind.verify)(&query, &verifier));
                assert_eq!(
                    verdict,
                    expected(kind, &pairs, is_everything_signed),
                    "{query}"
                );
                *tally.entry(verdict).or_default() += 1;
            }
        });
    }
    let count: u64 = tally.values().sum();
    // Prints to stderr directly, because a test that passes does not show the output of `println!`.
    writeln!(io::stderr(), "exhaustive: {count} combinations: {tally:?}").unwrap();
    assert_eq!(count, 129_600);
    // Every verdict must occur, or a line of `expected` would be untested.
    assert_eq!(tally.len(), 17, "{tally:?}");
}

/// Calls `visit` with every choice of pairs.
fn each(
    choices: &[(&'static str, Vec<Option<&'static str>>)],
    pairs: &mut Pairs,
    visit: &mut impl FnMut(&Pairs),
) {
    let Some(((key, values), others)) = choices.split_first() else {
        return visit(pairs);
    };
    for value in values {
        let before = pairs.len();
        pairs.extend(value.map(|value| (*key, value)));
        each(others, pairs, visit);
        pairs.truncate(before);
    }
}
