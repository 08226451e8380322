//! What must hold for every message that claims to be a callback, as it came and signed again.

use std::fmt::Debug;

use plutu_core::CallbackError;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::MatchedKey;

use crate::kind::Kind;
use crate::kind::Says;
use crate::kind::Told;
use crate::sent::Rule;
use crate::sent::Sent;

/// A query or a body.
pub trait Message: Debug + Sized {
    /// What it may be verified as.
    const KINDS: &[Kind];

    fn verify(&self, kind: Kind, verifier: &Verifier) -> Result<Told, CallbackError>;

    /// What was sent, by the second reading, where that can be known.
    fn sent(&self) -> Option<Sent>;

    /// The same message, its spelling kept, with another signature.
    fn with_signature(&self, signature: &str) -> Self;
}

/// The secrets of the two genuine vectors, so that the corpus holds genuine signatures of both.
const SECRET: &str = "sk_ac63978fe4bc6defb55045fe84492021d1e87555";
const OTHER_SECRET: &str = "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd";

/// Checks that the promises hold for a message, as every kind.
pub fn hold<M: Message>(message: &M) {
    let sent = message.sent();
    for &kind in M::KINDS {
        for secret in [SECRET, OTHER_SECRET] {
            if let Ok(told) = verify(message, kind, secret) {
                is_what_was_signed(message, sent.as_ref(), &told, kind, secret);
            }
        }
        if let Some(sent) = &sent {
            for rule in [Rule::SignedKeys, Rule::Everything] {
                hold_signed(message, sent, kind, rule);
            }
        }
    }
}

/// Signs a message again: nothing but its values can be wrong with it then.
fn hold_signed<M: Message>(message: &M, sent: &Sent, kind: Kind, rule: Rule) {
    let signed = message.with_signature(&sent.signature(kind, rule, SECRET));
    match verify(&signed, kind, SECRET) {
        Ok(told) => {
            assert!(sent.may_match(kind, rule), "{kind:?} {rule:?}: {signed:?}");
            let sent = signed.sent();
            is_what_was_signed(&signed, sent.as_ref(), &told, kind, SECRET);
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

/// Verifies with one secret, and checks that doing so again gives the same, and that doing so
/// during a rotation differs only in the key that matched.
fn verify(message: &impl Message, kind: Kind, secret: &str) -> Result<Told, CallbackError> {
    let key = |text: &str| SecretKey::new(text).expect("a usable secret");
    let verifier = Verifier::new(key(secret));
    let told = message.verify(kind, &verifier);
    assert_eq!(told, message.verify(kind, &verifier), "{message:?}");

    let third = "sk_that_signed_nothing";
    let before = Verifier::new(key(secret)).with_previous(key(third));
    assert_eq!(told, message.verify(kind, &before), "{message:?}");
    let after = Verifier::new(key(third)).with_previous(key(secret));
    let previous = told.clone().map(|told| Told {
        matched_key: MatchedKey::Previous,
        ..told
    });
    assert_eq!(previous, message.verify(kind, &after), "{message:?}");
    told
}

/// Checks that what is reported is what was signed, byte by byte.
fn is_what_was_signed(
    message: &impl Message,
    sent: Option<&Sent>,
    told: &Told,
    kind: Kind,
    secret: &str,
) {
    assert_eq!(told.matched_key, MatchedKey::Current);
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
    is("invoice_no", &Some(told.invoice_no.clone()));
    if kind != Kind::TlyncReturn {
        is("transaction_id", &told.transaction_id);
        let amount = value("amount").map(with_two_decimals);
        assert_eq!(amount, told.amount, "{message:?}");
    }
    match kind {
        Kind::Mpgs => is("currency", &Some("USD".to_owned())),
        // An odd one is read as an empty one.
        Kind::Tlync if told.payment_method.as_deref() == Some("") => {
            assert!(value("payment_method").is_some(), "{message:?}");
        }
        Kind::Tlync => is("payment_method", &told.payment_method),
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
    assert_eq!(told.says, says, "{message:?}");
    if !by_keys {
        // It was signed, so it counts even where the type does not declare it.
        let currency = value("currency").is_none_or(|code| code == kind.currency().as_bytes());
        assert!(currency, "{kind:?}: {message:?}");
    }
    if kind == Kind::Tlync && !by_keys {
        assert!(!(is_set("approved") && is_set("canceled")), "{message:?}");
    }
}

fn with_two_decimals(amount: &[u8]) -> String {
    let amount = str::from_utf8(amount).expect("it was read as an amount");
    match amount.split_once('.') {
        Some((units, decimals)) => format!("{units}.{decimals:0<2}"),
        None => format!("{amount}.00"),
    }
}
