//! What a verification allocates: nothing before the signature matched (T10), and then no more than
//! the strings that a callback keeps.
//!
//! That holds for queries. A JSON body is parsed before its strings can be hashed, which allocates;
//! a body that is too long is rejected before that.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use plutu_core::CallbackError;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;

/// Short enough for a place inside of the callback, if there is one, and too long for it.
const SHORT: &str = "of-twenty-four-bytes.001";
const LONG: &str = "of-twenty-five-bytes.0001";

/// Something that is verified.
struct Kind {
    name: &'static str,
    verify: fn(&str, &Verifier) -> Result<(), CallbackError>,
    /// What it signs besides the strings that it keeps.
    pairs: &'static [(&'static str, &'static str)],
    texts: &'static [&'static str],
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "local bank cards",
        verify: |query, verifier| local_bank_cards::Callback::verify(query, verifier).map(drop),
        pairs: &[
            ("gateway", "localbankcards"),
            ("approved", "1"),
            ("amount", "5.00"),
        ],
        texts: &["invoice_no", "transaction_id"],
    },
    Kind {
        name: "MPGS",
        verify: |query, verifier| mpgs::Callback::verify(query, verifier).map(drop),
        pairs: &[
            ("gateway", "mpgs"),
            ("approved", "1"),
            ("amount", "5.00"),
            ("currency", "USD"),
        ],
        texts: &["invoice_no", "transaction_id"],
    },
    Kind {
        name: "T-Lync",
        verify: |query, verifier| tlync::Callback::verify(query, verifier).map(drop),
        pairs: &[
            ("gateway", "tlync"),
            ("approved", "1"),
            ("amount", "5.00"),
            ("payment_method", "sadad"),
        ],
        texts: &["invoice_no", "transaction_id"],
    },
    Kind {
        name: "T-Lync's return",
        verify: |query, verifier| tlync::Return::verify(query, verifier).map(drop),
        pairs: &[("approved", "1")],
        texts: &["invoice_no"],
    },
];

#[test]
fn each_string_is_allocated_once() {
    for kind in KINDS {
        let query = kind.query(LONG);
        for verifier in verifiers() {
            assert_eq!(
                kind.allocations(&query, &verifier),
                (kind.text_count(), Ok(()))
            );
        }
    }
}

#[test]
fn a_short_string_is_allocated_once_at_most() {
    for kind in KINDS {
        let query = kind.query(SHORT);
        for verifier in verifiers() {
            let (allocations, verdict) = kind.allocations(&query, &verifier);
            assert_eq!(verdict, Ok(()));
            assert!(allocations <= kind.text_count(), "{}", kind.name);
        }
    }
}

/// Its set is open, so it is allocated even where it is short.
#[test]
fn a_payment_method_that_is_not_known_is_allocated_once() {
    let [.., tlync, _] = KINDS;
    let pairs = tlync
        .pairs
        .iter()
        .filter(|(key, _)| *key != "payment_method");
    let texts = [
        ("payment_method", "new"),
        ("invoice_no", LONG),
        ("transaction_id", LONG),
    ];
    let query = signed_query(pairs.copied().chain(texts), &secret_key());
    let [verifier, _] = verifiers();
    assert_eq!(tlync.allocations(&query, &verifier), (3, Ok(())));
}

/// Two secrets, and parameters that nobody declared, so that each hash is compared four times.
#[test]
fn t10_nothing_is_allocated_before_the_signature_matched() {
    for kind in KINDS {
        let genuine = kind.query(LONG);
        let (parameters, _) = genuine.split_once("&hashed=").unwrap();
        let [_, verifier] = verifiers();
        let refused = |query: String, expected: fn(&CallbackError) -> bool| {
            let (allocations, told) = kind.allocations(&query, &verifier);
            let error = told.unwrap_err();
            assert!(expected(&error), "{}: {error:?}", kind.name);
            assert_eq!(allocations, 0, "{}: {error:?}", kind.name);
        };

        let wrong = "0".repeat(64);
        let is_mismatch = |error: &_| matches!(error, CallbackError::SignatureMismatch);
        refused(format!("{parameters}&hashed={wrong}"), is_mismatch);
        refused(format!("own=1&{parameters}&hashed={wrong}"), is_mismatch);
        refused(
            format!("own=a+b%26%FF&{parameters}&hashed={wrong}"),
            is_mismatch,
        );
        let longest = 8_192 - format!("own=&{parameters}&hashed={wrong}").len();
        let own = "%".repeat(longest);
        refused(
            format!("own={own}&{parameters}&hashed={wrong}"),
            is_mismatch,
        );
        let own = "own&".repeat(64 - 1 - parameters.split('&').count());
        refused(format!("{own}{parameters}&hashed={wrong}"), is_mismatch);

        refused(parameters.to_owned(), |error| {
            matches!(error, CallbackError::MissingSignature)
        });
        refused(String::new(), |error| {
            matches!(error, CallbackError::MissingSignature)
        });
        let is_malformed = |error: &_| matches!(error, CallbackError::MalformedSignature);
        refused(
            format!("{parameters}&hashed={}", wrong.replace('0', "a")),
            is_malformed,
        );
        refused(format!("{genuine}%00"), is_malformed);
        refused(
            format!("{parameters}&hashed={}", "0".repeat(4_096)),
            is_malformed,
        );
        let is_duplicate = |error: &_| matches!(error, CallbackError::Duplicate { .. });
        refused(format!("{genuine}&invoice_no=2"), is_duplicate);
        refused(format!("{genuine}&invoice.no=2"), is_duplicate);

        let is_too_large = |error: &_| matches!(error, CallbackError::TooLarge);
        refused(
            format!("{own}own&{parameters}&hashed={wrong}"),
            is_too_large,
        );
        refused("amount=5.00&".repeat(1_048_576 / 12), is_too_large);
        refused("%".repeat(1_048_576), is_too_large);
        refused("a=1&".repeat(100_000), is_too_large);
    }
}

#[test]
fn a_genuine_body_allocates_only_its_strings_besides_what_a_forged_one_does() {
    let [.., tlync, _] = KINDS;
    let [verifier, _] = verifiers();
    let allocations = |query: &str| {
        let member = |pair: &str| format!("\"{}\"", pair.replacen('=', "\":\"", 1));
        let members: Vec<_> = query.split('&').map(member).collect();
        let body = format!("{{{}}}", members.join(","));
        let mut told = Ok(());
        let counted = allocation_counter::measure(|| {
            told = tlync::Callback::verify_json(body.as_bytes(), &verifier).map(drop);
        });
        (counted.count_total, told)
    };
    let genuine = tlync.query(LONG);
    let (parameters, _) = genuine.split_once("&hashed=").unwrap();
    let forged = format!("{parameters}&hashed={}", "0".repeat(64));
    let (forged, refused) = allocations(&forged);
    assert_eq!(refused, Err(CallbackError::SignatureMismatch));
    assert_eq!(allocations(&genuine), (forged + tlync.text_count(), Ok(())));
}

#[test]
fn t10_a_body_that_is_too_long_allocates_nothing() {
    let body = format!("{{{}\"a\":1}}", "\"a\":1,".repeat(100_000));
    let [verifier, _] = verifiers();
    let counted = allocation_counter::measure(|| {
        let error = tlync::Callback::verify_json(body.as_bytes(), &verifier).unwrap_err();
        assert_eq!(error, CallbackError::TooLarge);
    });
    assert_eq!(counted.count_total, 0);
}

impl Kind {
    /// A genuine query in which each kept string is this one.
    fn query(&self, text: &'static str) -> String {
        let texts = self.texts.iter().map(|&key| (key, text));
        signed_query(self.pairs.iter().copied().chain(texts), &secret_key())
    }

    /// How many strings a callback of the kind keeps.
    fn text_count(&self) -> u64 {
        u64::try_from(self.texts.len()).unwrap()
    }

    /// How often a verification allocates, and its result.
    fn allocations(&self, query: &str, verifier: &Verifier) -> (u64, Result<(), CallbackError>) {
        let mut told = Ok(());
        let counted = allocation_counter::measure(|| told = (self.verify)(query, verifier));
        (counted.count_total, told)
    }
}

/// A verifier that finds the secret at once, and one that finds it second.
fn verifiers() -> [Verifier; 2] {
    let other = SecretKey::new("sk_after_the_rotation").unwrap();
    [
        Verifier::new(secret_key()),
        Verifier::new(other).with_previous(secret_key()),
    ]
}

fn secret_key() -> SecretKey {
    SecretKey::new("sk_of_this_test").unwrap()
}
