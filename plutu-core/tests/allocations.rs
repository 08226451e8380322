//! Counts the allocations of a verification: none before the signature has matched (T10), and then
//! only the strings that a callback keeps.
//!
//! This applies to queries. A JSON body must be parsed before its strings can be hashed, and
//! parsing allocates. A body that is too long is rejected before it is parsed.

#![allow(
    clippy::unwrap_used,
    reason = "a test panics if an assumption is wrong"
)]

use plutu_core::CallbackError;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;

/// A string of 24 bytes, which a type could store inline, and one that is too long for that.
const SHORT: &str = "of-twenty-four-bytes.001";
const LONG: &str = "of-twenty-five-bytes.0001";

/// A kind of callback or return page.
struct Kind {
    name: &'static str,
    verify: fn(&str, &Verifier) -> Result<(), CallbackError>,
    /// The signed pairs other than the kept strings.
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

/// The set of methods is open, so an unknown method is allocated even if it is short.
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

/// With two secrets and an undeclared parameter, each hash is compared four times.
#[test]
fn t10_nothing_is_allocated_before_the_signature_matched() {
    for kind in KINDS {
        let genuine = kind.query(LONG);
        let (parameters, _) = genuine.split_once("&hashed=").unwrap();
        let [_, verifier] = verifiers();
        let refused = |query: String, expected: fn(&CallbackError) -> bool| {
            let (allocations, result) = kind.allocations(&query, &verifier);
            let error = result.unwrap_err();
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
fn a_genuine_body_allocates_only_its_strings_in_addition_to_a_forged_body() {
    let [.., tlync, _] = KINDS;
    let [verifier, _] = verifiers();
    let allocations = |query: &str| {
        let member = |pair: &str| format!("\"{}\"", pair.replacen('=', "\":\"", 1));
        let members: Vec<_> = query.split('&').map(member).collect();
        let body = format!("{{{}}}", members.join(","));
        let mut result = Ok(());
        let counted = allocation_counter::measure(|| {
            result = tlync::Callback::verify_json(body.as_bytes(), &verifier).map(drop);
        });
        (counted.count_total, result)
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
    /// Makes a genuine query in which each kept string is `text`.
    fn query(&self, text: &'static str) -> String {
        let texts = self.texts.iter().map(|&key| (key, text));
        signed_query(self.pairs.iter().copied().chain(texts), &secret_key())
    }

    /// The number of strings that a callback of this kind keeps.
    fn text_count(&self) -> u64 {
        u64::try_from(self.texts.len()).unwrap()
    }

    /// Returns the number of allocations of a verification, and its result.
    fn allocations(&self, query: &str, verifier: &Verifier) -> (u64, Result<(), CallbackError>) {
        let mut result = Ok(());
        let counted = allocation_counter::measure(|| result = (self.verify)(query, verifier));
        (counted.count_total, result)
    }
}

/// Makes a verifier whose first secret matches, and one whose second secret matches.
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
