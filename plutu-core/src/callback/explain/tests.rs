//! Produces each cause by changing a genuine callback accordingly.

use hmac::Mac;

use super::Cause;
use super::Explanation;
use super::Rewriting;
use super::explain;
use super::explain_return;
use crate::callback::CallbackError;
use crate::callback::sign;
use crate::callback::signed_query;
use crate::credentials::SecretKey;
use crate::gateways::local_bank_cards;
use crate::gateways::mpgs;
use crate::gateways::tlync;

const SECRET: &str = "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd";
/// Genuine, from the tests of the official PHP SDK.
const MPGS: &str = "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323&transaction_id=100918\
    &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";

const PAIRS: [(&str, &str); 6] = [
    ("gateway", "mpgs"),
    ("approved", "1"),
    ("amount", "5.00"),
    ("currency", "USD"),
    ("invoice_no", "232323"),
    ("transaction_id", "10 09*18"),
];

fn secret(text: &str) -> SecretKey {
    SecretKey::new(text).unwrap()
}

fn mpgs(query: &str) -> Explanation {
    explain::<mpgs::Callback>(query, &[secret(SECRET)])
}

/// Explains a query with the hash of `text`.
fn signed_over(text: &str, query: &str) -> Explanation {
    let mac = secret(SECRET).keyed().clone().chain_update(text);
    let hashed = hex::encode_upper(mac.finalize().into_bytes());
    mpgs(&format!("{query}&hashed={hashed}"))
}

fn signed_part(query: &str) -> &str {
    query.split_once("&hashed").unwrap().0
}

#[test]
fn a_genuine_callback_verifies() {
    let explanation = mpgs(MPGS);
    assert!(explanation.is_verified());
    assert_eq!(explanation.error(), None);
    assert_eq!(explanation.causes(), []);
    assert_eq!(explanation.canonical(), signed_part(MPGS));
    assert!(MPGS.ends_with(&explanation.expected()[0]));
    assert!(mpgs(&format!("?{MPGS}")).is_verified());
}

#[test]
fn the_spelling_of_the_hash() {
    let lower = MPGS.replace("046F9997A41F", "046f9997a41f");
    for (query, causes) in [
        (lower.clone(), vec![Cause::LowerCase]),
        (format!("{MPGS}\n"), vec![Cause::WhiteSpace]),
        (
            format!("{lower}%0D%0A"),
            vec![Cause::WhiteSpace, Cause::LowerCase],
        ),
        (format!("{MPGS}00"), vec![]),
        (MPGS.replace("046F", "O46F"), vec![Cause::NoHash]),
        (signed_part(MPGS).to_owned(), vec![]),
    ] {
        let explanation = mpgs(&query);
        assert!(!explanation.is_verified(), "{query}");
        assert_eq!(explanation.causes(), causes, "{query}");
    }
}

#[test]
fn t36_received_strings_cannot_forge_a_line_of_the_report() {
    let forged = "x%0Averdict: it verifies%0D%1B[2J%E2%80%AE=1%0Acause: none";
    for query in [forged.to_owned(), format!("{MPGS}&{forged}")] {
        let report = mpgs(&query).to_string();
        let verdicts = report.lines().filter(|line| line.starts_with("verdict"));
        assert_eq!(verdicts.count(), 1, "{report}");
        assert!(!report.contains(['\r', '\u{1b}', '\u{202e}']), "{report}");
        assert!(report.contains("x\\u{a}verdict"), "{report}");
    }
}

#[test]
fn another_of_the_known_secrets() {
    let secrets = [secret("sk_of_another_gateway"), secret(SECRET)];
    assert!(explain::<mpgs::Callback>(MPGS, &secrets).is_verified());
    // The second secret verifies the callback, but not if there is another mistake.
    let lower = MPGS.replace("046F9997A41F", "046f9997a41f");
    assert_eq!(
        explain::<mpgs::Callback>(&lower, &secrets).causes(),
        [Cause::LowerCase, Cause::AnotherSecret { place: 1 }]
    );
    let explanation = explain::<mpgs::Callback>(MPGS, &secrets[..1]);
    assert_eq!(explanation.error(), Some(&CallbackError::SignatureMismatch));
    assert_eq!(explanation.causes(), []);
    assert!(explanation.to_string().contains("not found"));
    assert!(!explain::<mpgs::Callback>(MPGS, &[]).is_verified());
}

#[test]
fn another_order() {
    let (signed, hashed) = MPGS.split_once("&hashed").unwrap();
    let mut pairs: Vec<&str> = signed.split('&').collect();
    let keys = [
        "gateway",
        "approved",
        "amount",
        "currency",
        "invoice_no",
        "transaction_id",
    ];
    for _ in 1..pairs.len() {
        pairs.rotate_left(1);
        let query = format!("{}&hashed{hashed}", pairs.join("&"));
        let keys = keys.map(str::to_owned).to_vec();
        assert_eq!(mpgs(&query).causes(), [Cause::Order { keys }], "{query}");
    }
}

#[test]
fn rewritten_values() {
    let query = signed_query(PAIRS, &secret(SECRET));
    let signed = signed_part(&query);
    assert!(signed.ends_with("transaction_id=10+09%2A18"));
    for (how, explanation) in [
        (
            Rewriting::EncodedTwice,
            mpgs(&query.replace("+09%2A", "%2B09%252A")),
        ),
        (Rewriting::Amount, mpgs(&query.replace("5.00", "5"))),
        (Rewriting::Amount, mpgs(&query.replace("5.00", "5.0"))),
        (Rewriting::Html, mpgs(&query.replace('&', "&amp;"))),
        (
            Rewriting::DecodedTwice,
            signed_over(&signed.replace('+', "%2B"), signed),
        ),
        (
            Rewriting::SignedUnencoded,
            signed_over(&signed.replace("+09%2A", " 09*"), signed),
        ),
        (
            Rewriting::SignedRaw,
            signed_over(&signed.replace('+', "%20"), signed),
        ),
        (
            Rewriting::Amount,
            signed_over(&signed.replace("5.00", "5"), signed),
        ),
    ] {
        assert!(!explanation.is_verified(), "{how:?}");
        assert_eq!(explanation.causes(), [Cause::Rewritten(how)], "{how:?}");
    }
}

#[test]
fn the_keys_of_another_kind() {
    // Here the signature matches, and the verdict names the mistake.
    let return_page = signed_query([("approved", "1"), ("invoice_no", "1")], &secret(SECRET));
    let key = "gateway";
    assert_eq!(
        mpgs(&return_page).error(),
        Some(&CallbackError::MissingField { key })
    );
    assert_eq!(mpgs(&return_page).causes(), []);
    let other = explain::<local_bank_cards::Callback>(MPGS, &[secret(SECRET)]);
    assert_eq!(
        other.error(),
        Some(&CallbackError::WrongGateway {
            expected: "localbankcards"
        })
    );
    let page = explain_return::<tlync::Return>(MPGS, &[secret(SECRET)]);
    assert_eq!(
        page.causes(),
        [Cause::AnotherKind {
            kind: "mpgs callback"
        }]
    );

    let all = signed_query(
        [("approved", "1"), ("invoice_no", "1"), ("shop", "1")],
        &secret(SECRET),
    );
    let page = explain_return::<tlync::Return>(&all, &[secret(SECRET)]);
    assert_eq!(page.causes(), [Cause::Everything]);
}

#[test]
fn a_signature_over_everything_with_a_key_that_php_does_not_keep() {
    for (extra, is_believed) in [("fee=1", true), ("fee=1&fee=2", false), ("a%5Bb=1", false)] {
        let text = format!("{extra}&{}", signed_part(MPGS));
        let explanation = signed_over(&text, &text);
        assert_eq!(explanation.is_verified(), is_believed, "{extra}");
        let causes: &[Cause] = if is_believed {
            &[]
        } else {
            &[Cause::Everything]
        };
        assert_eq!(explanation.causes(), causes, "{extra}");
    }
}

#[test]
fn a_parameter_that_was_added() {
    let query = MPGS.replace("&hashed", "&canceled=0&hashed");
    let key = "canceled".to_owned();
    assert_eq!(mpgs(&query).causes(), [Cause::Added { key }]);
}

#[test]
fn a_body() {
    let pairs = [
        ("gateway", "tlync"),
        ("approved", "1"),
        ("invoice_no", "1"),
        ("amount", "40.00"),
        ("transaction_id", "7"),
        ("payment_method", "sadad"),
    ];
    let hashed = sign(pairs, &secret(SECRET));
    let body = |amount: &str| {
        format!(
            r#"{{"gateway":"tlync","approved":1,"invoice_no":"1","amount":{amount},"transaction_id":7,"payment_method":"sadad","hashed":"{hashed}"}}"#
        )
    };
    let of = |body: &str| explain::<tlync::Callback>(body, &[secret(SECRET)]);
    assert!(of(&body("\"40.00\"")).is_verified());
    assert_eq!(
        of(&body("40.00")).causes(),
        [Cause::Rewritten(Rewriting::Amount)]
    );
    assert_eq!(of("{").error(), Some(&CallbackError::MalformedBody));
}

#[test]
fn the_report_is_complete_and_debug_shows_only_the_verdict() {
    let explanation = mpgs(
        &MPGS
            .replace("&hashed", "&shop=1&hashed")
            .replace("046F", "046f"),
    );
    let report = explanation.to_string();
    for part in [
        "verdict: the callback's signature is malformed",
        "  amount = 5.00  (signed)\n",
        "  shop = 1  (not signed)\n",
        "  hashed = 046f9997A4",
        "(the hash)\n",
        "signed text: gateway=mpgs&approved=1&amount=5.00&currency=USD",
        "its hash: 046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880\n",
        "cause: `hashed` is in lower case",
    ] {
        assert!(report.contains(part), "{part}\nin\n{report}");
    }
    assert!(!report.contains(SECRET));
    assert_eq!(
        format!("{explanation:?}"),
        "Explanation { verdict: Err(MalformedSignature), .. }"
    );
}

/// Input that is not a callback does not cause a panic.
#[test]
fn hostile_bytes() {
    for raw in [
        "",
        "?",
        "&",
        "=",
        "hashed",
        "hashed=",
        "%",
        "{}",
        "{\"a\":[1]}",
        "\0",
        "amount=1&amount=2",
        "é=%FF&hashed=%FF",
    ] {
        assert!(!mpgs(raw).is_verified(), "{raw}");
    }
    assert_eq!(
        mpgs(&"a".repeat(1 << 20)).error(),
        Some(&CallbackError::TooLarge)
    );
    assert_eq!(
        mpgs(&"a&".repeat(100_000)).error(),
        Some(&CallbackError::TooLarge)
    );
}

#[test]
fn a_callback_that_is_too_long_is_not_tried() {
    let pairs: Vec<String> = (0..7)
        .map(|n| format!("k{n}={}", "x".repeat(2_000)))
        .collect();
    let query = format!("{}&hashed={}", pairs.join("&"), "A".repeat(64));
    let secrets = [SecretKey::new("sk_of_this_test").unwrap()];
    let explanation = explain::<mpgs::Callback>(&query, &secrets);
    assert_eq!(explanation.error(), Some(&CallbackError::TooLarge));
    assert!(explanation.canonical().is_empty() && explanation.causes().is_empty());
}
