//! What `explain` tells a developer: a sentence for each cause, and the same verdict from a
//! description as from the type.

#![cfg(feature = "explain")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use std::collections::HashSet;

use plutu_core::Gateway;
use plutu_core::GatewaySpec;
use plutu_core::SecretKey;
use plutu_core::callback::Cause;
use plutu_core::callback::Explanation;
use plutu_core::callback::Rewriting;
use plutu_core::callback::SignedCallback;
use plutu_core::callback::explain;
use plutu_core::callback::explain_described;
use plutu_core::callback::explain_return;
use plutu_core::callback::signed_query;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;

type Pairs = [(&'static str, &'static str)];

const PAID: &Pairs = &[
    ("gateway", "mpgs"),
    ("approved", "1"),
    ("canceled", "0"),
    ("amount", "5.00"),
    ("currency", "USD"),
    ("invoice_no", "232323"),
    ("transaction_id", "100918"),
];

fn secrets() -> [SecretKey; 1] {
    [SecretKey::new("sk_of_this_test").unwrap()]
}

fn causes() -> Vec<Cause> {
    let rewritings = [
        Rewriting::Amount,
        Rewriting::DecodedTwice,
        Rewriting::EncodedTwice,
        Rewriting::Html,
        Rewriting::SignedRaw,
        Rewriting::SignedUnencoded,
    ];
    let causes = [
        Cause::Added { key: "fee".into() },
        Cause::AnotherKind { kind: "T-Lync" },
        Cause::AnotherSecret { place: 1 },
        Cause::Everything,
        Cause::LowerCase,
        Cause::NoHash,
        Cause::Order {
            keys: vec!["amount".into(), "approved".into()],
        },
        Cause::WhiteSpace,
    ];
    let rewritings = rewritings.map(Cause::Rewritten);
    causes.into_iter().chain(rewritings).collect()
}

#[test]
fn every_cause_has_its_own_sentence() {
    let sentences: HashSet<String> = causes().iter().map(ToString::to_string).collect();
    assert_eq!(sentences.len(), causes().len());
    for sentence in &sentences {
        assert!(sentence.len() > 20, "{sentence}");
        assert!(!sentence.contains('\n'), "{sentence}");
        assert!(!sentence.ends_with('.'), "{sentence}");
    }
}

#[test]
fn a_cause_names_what_it_is_about() {
    for (cause, named) in [
        (Cause::Added { key: "fee".into() }, "`fee`"),
        (Cause::AnotherKind { kind: "T-Lync" }, "T-Lync"),
        // The first secret is number 1.
        (Cause::AnotherSecret { place: 1 }, "secret 2"),
        (
            Cause::Order {
                keys: vec!["amount".into(), "approved".into()],
            },
            "amount, approved",
        ),
    ] {
        assert!(cause.to_string().contains(named), "{cause}");
    }
}

/// The callbacks that the pairs make when one of them is left out or has another value, all of them
/// rightly signed.
fn variants(pairs: &Pairs) -> Vec<String> {
    let sign = |pairs: Vec<(&str, &str)>| signed_query(pairs, &secrets()[0]);
    let mut variants = vec![sign(pairs.to_vec())];
    for place in 0..pairs.len() {
        let mut without = pairs.to_vec();
        without.remove(place);
        variants.push(sign(without));
        for value in ["", "0", "1", "2", "odd value", "EUR", "5.005"] {
            let mut changed = pairs.to_vec();
            changed[place].1 = value;
            variants.push(sign(changed));
        }
    }
    variants
}

fn renamed(gateway: &'static str, keys: &[&str]) -> Vec<(&'static str, &'static str)> {
    let kept = PAID.iter().filter(|(key, _)| keys.contains(key));
    let renamed = kept.map(|&(key, value)| match key {
        "gateway" => (key, gateway),
        _ => (key, value),
    });
    renamed.collect()
}

/// Asserts that the description of a callback gives the verdict of its type.
fn assert_same<C: SignedCallback>(gateway: &GatewaySpec) -> usize {
    let spec = gateway.callback.unwrap();
    let described = |raw: &str| explain_described(gateway, spec, raw, &secrets());
    let mut pairs = renamed(gateway.name, spec.keys);
    if spec.keys.contains(&"payment_method") {
        pairs.push(("payment_method", "sadad"));
    }
    let verdicts = variants(&pairs).into_iter().map(|raw| {
        let explained = explain::<C>(&raw, &secrets());
        assert_eq!(described(&raw).error(), explained.error(), "{raw}");
        assert_eq!(described(&raw).causes(), explained.causes(), "{raw}");
        explained.is_verified()
    });
    verdicts.filter(|is_verified| *is_verified).count()
}

#[test]
fn a_description_gives_the_verdict_of_its_type() {
    let verified = [
        assert_same::<mpgs::Callback>(mpgs::Gateway::SPEC),
        assert_same::<local_bank_cards::Callback>(local_bank_cards::Gateway::SPEC),
        assert_same::<tlync::Callback>(tlync::Gateway::SPEC),
    ];
    // Some variants verify and others do not, or nothing was compared.
    for verified in verified {
        assert!((5..40).contains(&verified), "{verified}");
    }
}

#[test]
fn a_description_of_a_return_page_gives_the_verdict_of_its_type() {
    let gateway = tlync::Gateway::SPEC;
    let page = gateway.return_page.unwrap();
    for raw in variants(&[("approved", "1"), ("invoice_no", "INV-1")]) {
        let explained = explain_return::<tlync::Return>(&raw, &secrets());
        let described = explain_described(gateway, page, &raw, &secrets());
        assert_eq!(described.error(), explained.error(), "{raw}");
    }
}

#[test]
fn a_body_is_explained_from_its_description() {
    let gateway = tlync::Gateway::SPEC;
    let of = |raw: &str| -> Explanation {
        explain_described(gateway, gateway.callback.unwrap(), raw, &secrets())
    };
    let hashed = plutu_core::callback::sign(
        [
            ("gateway", "tlync"),
            ("approved", "1"),
            ("invoice_no", "INV-1"),
            ("amount", "40.00"),
            ("transaction_id", "7"),
        ],
        &secrets()[0],
    );
    let body = format!(
        r#"{{"gateway":"tlync","approved":1,"invoice_no":"INV-1","amount":"40.00","transaction_id":7,"hashed":"{hashed}"}}"#
    );
    assert_eq!(of(&body).error(), None);
    assert!(of(&body).to_string().starts_with("verdict: it verifies"));
    assert!(!of(&body.replace("40.00", "41.00")).is_verified());
}
