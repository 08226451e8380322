//! Verifies the callbacks of `tests/data/callbacks.json`, which were made and judged with PHP. Both
//! verdicts must be the same. The file's own member `about` describes its structure.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics if an assumption is wrong"
)]

use std::collections::BTreeMap;

use plutu_core::Amount;
use plutu_core::CallbackError;
use plutu_core::Currency;
use plutu_core::InvoiceNo;
use plutu_core::Mismatch;
use plutu_core::SecretKey;
use plutu_core::Settlement;
use plutu_core::TransactionId;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;
use plutu_core::callback::signed_query;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    secrets: Vec<Secret>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Secret {
    secret: String,
    usable: bool,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    class: String,
    genuine: bool,
    kind: String,
    format: String,
    secret: String,
    raw: Option<String>,
    raw_hex: Option<String>,
    signed_keys: Option<Signed>,
    everything: Option<Signed>,
    verdict: Verdict,
}

/// The pairs that a signature covers by one of the two rules.
#[derive(Deserialize)]
struct Signed {
    pairs: Vec<(Text, Text)>,
    canonical: String,
    mac: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Text(String),
    NotUtf8 { hex: String },
}

/// A verdict, without the rule of the file, because the verifier does not report it.
#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
struct Verdict {
    accepted: bool,
    outcome: Option<String>,
    approved: Option<bool>,
    values: BTreeMap<String, String>,
    error: Option<String>,
    key: Option<String>,
}

#[test]
fn every_verdict_agrees_with_php() {
    let vectors = vectors();
    let mut wrong = Vec::new();
    for case in &vectors.cases {
        let actual = case.actual_verdict();
        if actual != case.verdict {
            wrong.push(format!(
                "{} {}\n  actual: {actual:?}\n  expected: {:?}",
                case.class, case.name, case.verdict
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} cases:\n{}",
        wrong.len(),
        vectors.cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_signed_text_agrees_with_php() {
    let mut compared = 0;
    for case in &vectors().cases {
        for signed in [&case.signed_keys, &case.everything].into_iter().flatten() {
            let Some(pairs) = signed.texts() else {
                continue;
            };
            let query = signed_query(pairs, &secret(&case.secret));
            let php = format!("{}&hashed={}", signed.canonical, signed.mac);
            assert_eq!(query, php, "{} {}", case.class, case.name);
            compared += 1;
        }
    }
    assert!(compared >= 750, "{compared} signed texts");
}

#[test]
fn an_unusable_secret_is_refused() {
    for Secret { secret, usable } in vectors().secrets {
        assert_eq!(SecretKey::new(&*secret).is_ok(), usable, "{secret:?}");
    }
}

/// The other tests would pass even if the file lost its cases.
#[test]
fn every_class_of_threat_has_its_cases() {
    let cases = vectors().cases;
    for (class, at_least) in [
        ("genuine", 4),
        ("honest", 50),
        ("T1", 20),
        ("T2", 20),
        ("T4", 50),
        ("T5", 40),
        ("T6", 10),
        ("T7", 40),
        ("T8", 40),
        ("T9", 90),
        ("T10", 5),
        ("T11", 300),
        ("T12", 35),
        ("T13", 15),
        ("T14", 8),
        ("T16", 200),
        ("T34", 100),
    ] {
        let count = cases.iter().filter(|case| case.class == class).count();
        assert!(count >= at_least, "{class}: {count} cases");
    }
    let genuine = cases.iter().filter(|case| case.genuine);
    assert_eq!(
        genuine.map(|case| case.kind.as_str()).collect::<Vec<_>>(),
        ["local_bank_cards", "mpgs", "tlync", "tlync_return"]
    );
    for outcome in ["paid", "canceled", "undecided"] {
        let of_outcome = |case: &&Case| case.verdict.outcome.as_deref() == Some(outcome);
        assert!(cases.iter().filter(of_outcome).count() >= 8, "{outcome}");
    }
}

impl Case {
    /// Returns the verifier's verdict.
    fn actual_verdict(&self) -> Verdict {
        let verdict = match self.kind.as_str() {
            "local_bank_cards" => self.verify().map(|callback| card_verdict(&callback)),
            "mpgs" => self.verify().map(|callback| mpgs_verdict(&callback)),
            "tlync" => self.verify().map(|callback| tlync_verdict(&callback)),
            "tlync_return" => tlync::Return::verify(self.query(), &self.verifier())
                .map(|page| page_verdict(&page)),
            kind => panic!("an unknown kind: {kind}"),
        };
        verdict.unwrap_or_else(|error| refused(&error))
    }

    fn verify<C: SignedCallback>(&self) -> Result<C, CallbackError> {
        match self.format.as_str() {
            "query" => C::verify(self.query(), &self.verifier()),
            "json" => C::verify_json(&self.body(), &self.verifier()),
            format => panic!("an unknown format: {format}"),
        }
    }

    fn verifier(&self) -> Verifier {
        Verifier::new(secret(&self.secret))
    }

    fn query(&self) -> &str {
        self.raw.as_deref().expect("a query is a string")
    }

    fn body(&self) -> Vec<u8> {
        match (&self.raw, &self.raw_hex) {
            (Some(raw), None) => raw.clone().into_bytes(),
            (None, Some(hex)) => hex::decode(hex).unwrap(),
            _ => panic!("{}: raw or raw_hex", self.name),
        }
    }
}

impl Signed {
    /// Returns the pairs as strings, if all of them are UTF-8.
    fn texts(&self) -> Option<Vec<(&str, &str)>> {
        let texts = |(key, value): &'_ (Text, Text)| match (key, value) {
            (Text::Text(_), Text::Text(_)) => true,
            (Text::NotUtf8 { hex }, _) | (_, Text::NotUtf8 { hex }) => {
                assert!(String::from_utf8(hex::decode(hex).unwrap()).is_err());
                false
            }
        };
        if !self.pairs.iter().all(texts) {
            return None;
        }
        self.pairs
            .iter()
            .map(|(key, value)| Some((key.text()?, value.text()?)))
            .collect()
    }
}

impl Text {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::NotUtf8 { .. } => None,
        }
    }
}

fn card_verdict(callback: &local_bank_cards::Callback) -> Verdict {
    let settle = |invoice_no: &_, amount| callback.settle(invoice_no, amount);
    accepted(
        settle,
        callback.invoice_no(),
        *callback.amount(),
        callback.transaction_id(),
        &[],
    )
}

fn mpgs_verdict(callback: &mpgs::Callback) -> Verdict {
    let settle = |invoice_no: &_, amount| callback.settle(invoice_no, amount);
    accepted(
        settle,
        callback.invoice_no(),
        *callback.amount(),
        callback.transaction_id(),
        &[("currency", code(callback.currency()))],
    )
}

fn code<C: Currency>(_: &C) -> &'static str {
    C::CODE
}

fn tlync_verdict(callback: &tlync::Callback) -> Verdict {
    let settle = |invoice_no: &_, amount| callback.settle(invoice_no, amount);
    accepted(
        settle,
        callback.invoice_no(),
        *callback.amount(),
        Some(callback.transaction_id()),
        callback
            .payment_method()
            .map(|method| ("payment_method", method.as_str()))
            .as_slice(),
    )
}

fn accepted<C: Currency>(
    settle: impl Fn(&InvoiceNo, Amount<C>) -> Result<Settlement, Mismatch>,
    invoice_no: &InvoiceNo,
    amount: Amount<C>,
    transaction_id: Option<&TransactionId>,
    others: &[(&str, &str)],
) -> Verdict {
    let other_invoice = format!("{invoice_no}0").parse().unwrap();
    assert!(matches!(
        settle(&other_invoice, amount),
        Err(Mismatch::InvoiceNo { .. })
    ));
    let other_amount = Amount::from_hundredths(amount.hundredths() + 1).unwrap();
    assert!(matches!(
        settle(invoice_no, other_amount),
        Err(Mismatch::Amount { .. })
    ));
    let outcome = match settle(invoice_no, amount).unwrap() {
        Settlement::Paid(paid) => {
            assert_eq!(paid.invoice_no(), invoice_no);
            assert_eq!(paid.transaction_id(), transaction_id);
            "paid"
        }
        Settlement::Canceled => "canceled",
        Settlement::Undecided => "undecided",
    };
    let mut values = values(others);
    values.insert("amount".to_owned(), amount.to_string());
    values.insert("invoice_no".to_owned(), invoice_no.to_string());
    if let Some(id) = transaction_id {
        values.insert("transaction_id".to_owned(), id.to_string());
    }
    Verdict {
        accepted: true,
        outcome: Some(outcome.to_owned()),
        values,
        ..Verdict::default()
    }
}

fn page_verdict(page: &tlync::Return) -> Verdict {
    Verdict {
        accepted: true,
        approved: Some(page.is_approved()),
        values: values(&[("invoice_no", page.invoice_no().as_str())]),
        ..Verdict::default()
    }
}

fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = |&(key, value): &(&str, &str)| (key.to_owned(), value.to_owned());
    pairs.iter().map(owned).collect()
}

fn refused(error: &CallbackError) -> Verdict {
    let (kind, key) = match error {
        CallbackError::TooLarge => ("too_large", None),
        CallbackError::Duplicate { key } => ("duplicate", Some(*key)),
        CallbackError::MalformedBody => ("malformed_body", None),
        CallbackError::MissingSignature => ("missing_signature", None),
        CallbackError::MalformedSignature => ("malformed_signature", None),
        CallbackError::SignatureMismatch => ("signature_mismatch", None),
        CallbackError::WrongGateway { .. } => ("wrong_gateway", None),
        CallbackError::CarriesGateway => ("carries_gateway", None),
        CallbackError::MissingField { key } => ("missing_field", Some(*key)),
        CallbackError::BadValue { key, .. } => ("bad_value", Some(*key)),
        CallbackError::Contradictory => ("contradictory", None),
        error => panic!("an error that the file does not contain: {error:?}"),
    };
    Verdict {
        error: Some(kind.to_owned()),
        key: key.map(str::to_owned),
        ..Verdict::default()
    }
}

fn secret(text: &str) -> SecretKey {
    SecretKey::new(text).unwrap()
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../tests/data/callbacks.json")).unwrap()
}
