//! The properties that must hold for every message that may be a callback: as it was received, and
//! after it was signed again.

use std::fmt::Debug;

use plutu_core::CallbackError;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::MatchedKey;

use crate::kind::Kind;
use crate::kind::Report;
use crate::kind::Says;
use crate::sent::Rule;
use crate::sent::Sent;

/// A query or a body.
pub trait Message: Debug + Sized {
    /// The kinds as which it can be verified.
    const KINDS: &[Kind];

    fn verify(&self, kind: Kind, verifier: &Verifier) -> Result<Report, CallbackError>;

    /// The sent parameters according to the second reading, if it can read them.
    fn sent(&self) -> Option<Sent>;

    /// The same message in the same spelling, with another signature.
    fn with_signature(&self, signature: &str) -> Self;
}

/// The secrets of the two genuine callbacks, so that the corpus contains genuine signatures of
/// both.
const SECRET: &str = "sk_ac63978fe4bc6defb55045fe84492021d1e87555";
const OTHER_SECRET: &str = "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd";

/// Checks that the properties hold for a message, as every kind.
pub fn hold<M: Message>(message: &M) {
    let sent = message.sent();
    for &kind in M::KINDS {
        for secret in [SECRET, OTHER_SECRET] {
            if let Ok(report) = verify(message, kind, secret) {
                is_what_was_signed(message, sent.as_ref(), &report, kind, secret);
            }
        }
        if let Some(sent) = &sent {
            for rule in [Rule::SignedKeys, Rule::Everything] {
                hold_signed(message, sent, kind, rule);
            }
        }
    }
}

/// Signs a message again, so that only its values can be wrong.
fn hold_signed<M: Message>(message: &M, sent: &Sent, kind: Kind, rule: Rule) {
    let signed = message.with_signature(&sent.signature(kind, rule, SECRET));
    match verify(&signed, kind, SECRET) {
        Ok(report) => {
            assert!(sent.may_match(kind, rule), "{kind:?} {rule:?}: {signed:?}");
            let sent = signed.sent();
            is_what_was_signed(&signed, sent.as_ref(), &report, kind, SECRET);
            let forged = verify(&signed, kind, OTHER_SECRET);
            assert_eq!(forged, Err(CallbackError::SignatureMismatch), "{signed:?}");
        }
        Err(
            CallbackError::MissingSignature
            | CallbackError::MalformedSignature
            | CallbackError::SignatureMismatch,
        ) => assert!(!sent.may_match(kind, rule), "{kind:?} {rule:?}: {signed:?}"),
        Err(_) => {}
    }
}

/// Verifies with one secret. Checks that a second verification has the same result, and that a
/// verification during a rotation differs only in the key that matched.
fn verify(message: &impl Message, kind: Kind, secret: &str) -> Result<Report, CallbackError> {
    let key = |text: &str| SecretKey::new(text).expect("a usable secret");
    let verifier = Verifier::new(key(secret));
    let report = message.verify(kind, &verifier);
    assert_eq!(report, message.verify(kind, &verifier), "{message:?}");

    let third = "sk_that_signed_nothing";
    let before = Verifier::new(key(secret)).with_previous(key(third));
    assert_eq!(report, message.verify(kind, &before), "{message:?}");
    let after = Verifier::new(key(third)).with_previous(key(secret));
    let previous = report.clone().map(|report| Report {
        matched_key: MatchedKey::Previous,
        ..report
    });
    assert_eq!(previous, message.verify(kind, &after), "{message:?}");
    report
}

/// Checks that the reported values are the signed ones, byte by byte.
fn is_what_was_signed(
    message: &impl Message,
    sent: Option<&Sent>,
    report: &Report,
    kind: Kind,
    secret: &str,
) {
    assert_eq!(report.matched_key, MatchedKey::Current);
    let Some(sent) = sent else {
        return;
    };
    let signature = sent.only("hashed").expect("a signature");
    let signed = |rule| {
        sent.may_match(kind, rule) && sent.signature(kind, rule, secret).as_bytes() == signature
    };
    let by_keys = signed(Rule::SignedKeys);
    assert!(by_keys || signed(Rule::Everything), "{kind:?}: {message:?}");

    let value = |key| sent.only(key).filter(|value| !value.is_empty());
    let is = |key, expected: &Option<String>| {
        let expected = expected.as_ref().map(String::as_bytes);
        assert_eq!(value(key), expected, "{key} of {kind:?}: {message:?}");
    };
    is("gateway", &kind.gateway().map(str::to_owned));
    is("invoice_no", &Some(report.invoice_no.clone()));
    if kind != Kind::TlyncReturn {
        is("transaction_id", &report.transaction_id);
        let amount = value("amount").map(with_two_decimals);
        assert_eq!(amount, report.amount, "{message:?}");
    }
    match kind {
        Kind::Mpgs => is("currency", &Some("USD".to_owned())),
        // An odd payment method is read as an empty one.
        Kind::Tlync if report.payment_method.as_deref() == Some("") => {
            assert!(value("payment_method").is_some(), "{message:?}");
        }
        Kind::Tlync => is("payment_method", &report.payment_method),
        Kind::LocalBankCards | Kind::TlyncReturn => {}
    }

    let is_set = |key| value(key) == Some(b"1");
    let has_canceled = matches!(kind, Kind::LocalBankCards | Kind::Mpgs);
    let says = match (is_set("approved"), has_canceled && is_set("canceled")) {
        (true, false) => Says::Approved,
        (false, true) => Says::Canceled,
        (false, false) => Says::Neither,
        (true, true) => panic!("contradictory: {message:?}"),
    };
    assert_eq!(report.says, says, "{message:?}");
    if !by_keys {
        // The currency was signed, so it must be right even if the type does not declare it.
        let currency = value("currency").is_none_or(|code| code == kind.currency().as_bytes());
        assert!(currency, "{kind:?}: {message:?}");
    }
    if kind == Kind::Tlync && !by_keys {
        assert!(!(is_set("approved") && is_set("canceled")), "{message:?}");
    }
}

/// As an `Amount` is printed: zeros after the second decimal are left out, and missing ones added.
fn with_two_decimals(amount: &[u8]) -> String {
    let amount = str::from_utf8(amount).expect("it was read as an amount");
    let (units, decimals) = amount.split_once('.').unwrap_or((amount, ""));
    let decimals = decimals.trim_end_matches('0');
    format!("{units}.{decimals:0<2}")
}
