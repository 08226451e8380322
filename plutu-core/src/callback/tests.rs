//! Tests the whole verifier with genuine vectors and changed ones. The numbers in the tests' names
//! are those of PROMISES.md: T1 is forging, T2 is tampering, and so on.

use hmac::Mac;

use super::CallbackError;
use super::MatchedKey;
use super::SignedCallback;
use super::SignedReturn;
use super::Verifier;
use super::fields::SignedFields;
use super::sign;
use super::signed_callback::DeclaredCallback;
use super::signed_callback::Verified;
use super::signed_json;
use super::signed_query;
use crate::Mismatch;
use crate::PaymentMethod;
use crate::SecretKey;
use crate::Settlement;
use crate::TransactionId;
use crate::gateways::local_bank_cards;
use crate::gateways::mpgs;
use crate::gateways::tlync;
use crate::keys::CallbackKeys;
use crate::keys::Field;

/// Genuine, from the tests of the official PHP SDK.
const LBC_SECRET: &str = "sk_ac63978fe4bc6defb55045fe84492021d1e87555";
const LBC: &str = "gateway=localbankcards&approved=1&invoice_no=14022023&amount=5.00&transaction_id=100900\
    &hashed=79CA9C64A7DF0BB5E634CFA67A90219F5A6C7197265B8732CC5372EF519F761F";
const MPGS_SECRET: &str = "sk_caf8cdd67e554180100dbee62d57dd12eb57acbd";
const MPGS: &str = "gateway=mpgs&approved=1&amount=5.00&currency=USD&invoice_no=232323&transaction_id=100918\
    &hashed=046F9997A41F83CA7414EE0412D8DD2C22EB5168AC4324BA82C5E4BBCEF0C880";

/// Computed with PHP from the first secret.
const LBC_CANCELED: &str = "gateway=localbankcards&canceled=1&invoice_no=14022023&amount=5.00&transaction_id=100900\
    &hashed=4D23A85675D6361E48995EE73BCE99EDAC61C976C89D9D0FC10F887D85D693DA";
const LBC_ENCODED: &str = "gateway=localbankcards&approved=1&invoice_no=a+b%2Ac~d%2Fe%C3%A9&amount=5.00&transaction_id=100900\
    &hashed=2DC56CA50E270484BAF9D3957049B73E79F5144AE42DED1CA17861DB26EBE976";

fn secret(text: &str) -> SecretKey {
    SecretKey::new(text).unwrap()
}

fn lbc(query: &str) -> Result<local_bank_cards::Callback, CallbackError> {
    local_bank_cards::Callback::verify(query, &Verifier::new(secret(LBC_SECRET)))
}

fn mpgs(query: &str) -> Result<mpgs::Callback, CallbackError> {
    mpgs::Callback::verify(query, &Verifier::new(secret(MPGS_SECRET)))
}

/// Signs these parameters and verifies them as a Local Bank Cards callback.
fn lbc_of(pairs: &[(&str, &str)]) -> Result<local_bank_cards::Callback, CallbackError> {
    lbc(&signed_query(pairs.iter().copied(), &secret(LBC_SECRET)))
}

fn settle(callback: &local_bank_cards::Callback) -> Settlement {
    callback
        .settle(&"14022023".parse().unwrap(), "5.00".parse().unwrap())
        .unwrap()
}

const APPROVED: [(&str, &str); 5] = [
    ("gateway", "localbankcards"),
    ("approved", "1"),
    ("invoice_no", "14022023"),
    ("amount", "5.00"),
    ("transaction_id", "100900"),
];

/// [`APPROVED`] with `value` under `key`, or without the key.
fn approved_with(key: &str, value: Option<&'static str>) -> Vec<(&'static str, &'static str)> {
    let changed = APPROVED
        .into_iter()
        .map(|(name, old)| (name, if name == key { value } else { Some(old) }));
    changed
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

#[test]
fn genuine_vectors_verify_and_settle() {
    let callback = lbc(LBC).unwrap();
    assert_eq!(callback.amount().hundredths(), 500);
    assert_eq!(callback.invoice_no().as_str(), "14022023");
    assert_eq!(callback.transaction_id().unwrap().as_str(), "100900");
    let Settlement::Paid(paid) = settle(&callback) else {
        panic!("not paid")
    };
    assert_eq!(paid.gateway(), "localbankcards");
    assert_eq!(paid.invoice_no().as_str(), "14022023");
    assert_eq!(paid.transaction_id().unwrap().as_str(), "100900");

    let callback = mpgs(MPGS).unwrap();
    let settlement = callback
        .settle(&"232323".parse().unwrap(), "5".parse().unwrap())
        .unwrap();
    assert!(matches!(settlement, Settlement::Paid(_)));

    assert_eq!(settle(&lbc(LBC_CANCELED).unwrap()), Settlement::Canceled);
}

#[test]
fn a_leading_question_mark_is_dropped_once() {
    assert!(lbc(&format!("?{LBC}")).is_ok());
    assert_eq!(
        lbc(&format!("??{LBC}")).unwrap_err(),
        CallbackError::SignatureMismatch
    );
}

#[test]
fn the_encoding_is_that_of_php() {
    // The signature matches. The invoice number is rejected only after that.
    let error = lbc(LBC_ENCODED).unwrap_err();
    assert!(
        matches!(
            error,
            CallbackError::BadValue {
                key: "invoice_no",
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn t1_t2_no_single_byte_edit_is_believed() {
    for (genuine, verify) in [
        (
            LBC,
            &(|query: &str| lbc(query).map(drop)) as &dyn Fn(&str) -> Result<(), CallbackError>,
        ),
        (MPGS, &|query: &str| mpgs(query).map(drop)),
    ] {
        for position in 0..genuine.len() {
            for byte in 0..=0x7F_u8 {
                let mut forged = genuine.as_bytes().to_vec();
                if std::mem::replace(&mut forged[position], byte) == byte {
                    continue;
                }
                let forged = String::from_utf8(forged).unwrap();
                assert!(verify(&forged).is_err(), "{forged}");
            }
            let mut shortened = genuine.to_owned();
            shortened.remove(position);
            assert!(verify(&shortened).is_err(), "{shortened}");
        }
    }
}

#[test]
fn t3_another_order_is_a_mismatch() {
    let callback = lbc(LBC).unwrap();
    let other_invoice = callback.settle(&"14022024".parse().unwrap(), "5.00".parse().unwrap());
    assert!(matches!(other_invoice, Err(Mismatch::InvoiceNo { .. })));
    let other_amount = callback.settle(&"14022023".parse().unwrap(), "5.01".parse().unwrap());
    assert!(matches!(other_amount, Err(Mismatch::Amount { .. })));
    let canceled = lbc(LBC_CANCELED).unwrap();
    assert!(
        canceled
            .settle(&"14022023".parse().unwrap(), "5.01".parse().unwrap())
            .is_err()
    );
    assert_eq!(settle(&callback), settle(&lbc(LBC).unwrap()));
}

#[test]
fn t4_another_gateways_callback_is_refused() {
    let pairs = approved_with("gateway", Some("mpgs"));
    assert_eq!(
        lbc_of(&pairs).unwrap_err(),
        CallbackError::WrongGateway {
            expected: "localbankcards"
        }
    );
    // The query of a T-Lync return page, which every payer sees.
    let error = lbc_of(&[("approved", "1"), ("invoice_no", "14022023")]).unwrap_err();
    assert_eq!(error, CallbackError::MissingField { key: "gateway" });
}

#[test]
fn t4_a_missing_field_is_named() {
    for (key, missing) in [
        ("gateway", "gateway"),
        ("invoice_no", "invoice_no"),
        ("amount", "amount"),
        ("transaction_id", "transaction_id"),
    ] {
        for value in [None, Some("")] {
            let error = lbc_of(&approved_with(key, value)).unwrap_err();
            assert_eq!(error, CallbackError::MissingField { key: missing });
        }
    }
    let canceled = [
        ("gateway", "localbankcards"),
        ("canceled", "1"),
        ("invoice_no", "14022023"),
        ("amount", "5.00"),
    ];
    let callback = lbc_of(&canceled).unwrap();
    assert_eq!(callback.transaction_id(), None);
    assert_eq!(settle(&callback), Settlement::Canceled);
}

#[test]
fn t5_foreign_parameters_change_nothing() {
    for query in [
        format!("order=77&checkout_page=Y&{LBC}"),
        format!("{LBC}&paid=yes&amount_due=0&x"),
        format!("&&{LBC}&&"),
    ] {
        assert!(
            matches!(settle(&lbc(&query).unwrap()), Settlement::Paid(_)),
            "{query}"
        );
    }
}

#[test]
fn a_signature_over_everything_is_believed() {
    let mut pairs = vec![("order", "77")];
    pairs.extend(APPROVED);
    assert!(matches!(
        settle(&lbc_of(&pairs).unwrap()),
        Settlement::Paid(_)
    ));
    // A key without `=`, and an empty piece between two `&`.
    let odd = with_everything(&[("shop", ""), ("a", "1")]).replace("&shop=&", "&&shop&&");
    assert!(lbc(&odd).is_ok(), "{odd}");
    // The rule of the declared keys covers none of this, and it is not a callback.
    let foreign = signed_query([("shop", "1")], &secret(LBC_SECRET));
    assert_eq!(
        lbc(&foreign).unwrap_err(),
        CallbackError::MissingField { key: "gateway" }
    );
}

/// Returns a callback with these additional parameters. The signature covers all parameters.
fn with_everything(others: &[(&'static str, &'static str)]) -> String {
    let all = APPROVED.iter().chain(others).copied();
    signed_query(all, &secret(LBC_SECRET))
}

#[test]
fn t6_a_signed_currency_must_be_the_gateways() {
    let pairs = [
        ("gateway", "mpgs"),
        ("approved", "1"),
        ("amount", "5.00"),
        ("currency", "LYD"),
        ("invoice_no", "232323"),
        ("transaction_id", "100918"),
    ];
    let error = mpgs(&signed_query(pairs, &secret(MPGS_SECRET))).unwrap_err();
    assert!(
        matches!(
            error,
            CallbackError::BadValue {
                key: "currency",
                ..
            }
        ),
        "{error:?}"
    );
}

/// The signature covers all parameters, including the currency, whether the type declares it or
/// not.
#[test]
fn t34_a_signed_currency_is_never_ignored() {
    for currency in ["USD", "EUR", "lyd", "LYD ", "0", "\u{FFFD}"] {
        let error = lbc(&with_everything(&[("currency", currency)])).unwrap_err();
        assert!(
            matches!(
                error,
                CallbackError::BadValue {
                    key: "currency",
                    ..
                }
            ),
            "{currency}: {error:?}"
        );
    }
    for currency in ["LYD", ""] {
        let callback = lbc(&with_everything(&[("currency", currency)])).unwrap();
        assert!(
            matches!(settle(&callback), Settlement::Paid(_)),
            "{currency}"
        );
    }
    // Unsigned, it says nothing.
    assert!(lbc(&format!("{LBC}&currency=USD")).is_ok());
}

/// The type declares a field of another type with the wire name `currency`.
#[test]
fn t6_a_declared_currency_must_be_the_gateways_whatever_its_type() {
    #[derive(Debug)]
    struct Declared(Verified<Self>);

    impl SignedCallback for Declared {
        type Gateway = local_bank_cards::Gateway;
    }

    impl DeclaredCallback for Declared {
        type TransactionId = Option<TransactionId>;
        const KEYS: CallbackKeys =
            CallbackKeys::new(&["amount", "invoice_no", "transaction_id", "currency"]);
        const AMOUNT: Field = Self::KEYS.field("amount");
        const INVOICE_NO: Field = Self::KEYS.field("invoice_no");
        const TRANSACTION_ID: Field = Self::KEYS.field("transaction_id");

        fn from_verified(
            verified: Verified<Self>,
            fields: &SignedFields<'_>,
        ) -> Result<Self, CallbackError> {
            fields.optional::<TransactionId>(const { Self::KEYS.field("currency") })?;
            Ok(Self(verified))
        }

        fn verified(&self) -> &Verified<Self> {
            &self.0
        }
    }

    let verifier = Verifier::new(secret(LBC_SECRET));
    for (currency, is_believed) in [("LYD", true), ("", true), ("USD", false), ("lyd", false)] {
        // For `Declared` the signature covers the declared keys; for `lbc` it covers all
        // parameters.
        let query = with_everything(&[("currency", currency)]);
        let verdict = Declared::verify(&query, &verifier);
        assert_eq!(verdict.is_ok(), is_believed, "{currency}: {verdict:?}");
        assert!(verdict.is_ok() || verdict.is_err_and(|error| error == lbc(&query).unwrap_err()));
    }
}

/// PHP's `http_build_query` cannot write this text after `parse_str`, so Plutu has not signed it.
#[test]
fn t34_a_signature_over_everything_is_not_believed_where_php_renames_or_drops_a_key() {
    for others in [
        [("fee", "1"), ("fee", "2")],
        [("fee", "1"), ("fee", "1")],
        [("fee", "1"), ("a.b", "1")],
        [("fee", "1"), ("a b", "1")],
        [("fee", "1"), ("x[]", "1")],
        [("fee", "1"), ("x[", "1")],
        [("fee", "1"), ("[x]", "1")],
        [("fee", "1"), (" x", "1")],
        [("fee", "1"), ("x ", "1")],
        [("fee", "1"), ("", "v")],
        [("fee", "1"), ("x\0y", "1")],
        [("fee", "1"), ("amount_due ", "9.00")],
        [("fee", "1"), ("currency[", "LYD")],
    ] {
        assert_eq!(
            lbc(&with_everything(&others)).unwrap_err(),
            CallbackError::SignatureMismatch,
            "{others:?}"
        );
    }
    // Unsigned keys next to a genuine callback, both regular and irregular ones.
    for others in [
        "fee=1&x]=2&5=3&%C3%A9=4&a-b=5&A_B=6",
        "fee=1&fee=2&a.b=1&=v&x%00=1",
    ] {
        assert!(lbc(&format!("{LBC}&{others}")).is_ok(), "{others}");
    }
    let regular = [
        ("fee", "1"),
        ("x]", "2"),
        ("5", "3"),
        ("\u{e9}", "4"),
        ("a-b", "5"),
    ];
    assert!(lbc(&with_everything(&regular)).is_ok());
}

#[test]
fn t34_the_same_keys_are_not_believed_in_a_body() {
    for (key, json) in [
        ("a.b", "a.b"),
        ("", ""),
        ("x[]", "x[]"),
        ("x\0", "x\\u0000"),
    ] {
        let mut signed = TLYNC.to_vec();
        signed.push((key, "1"));
        let members = format!("{TLYNC_MEMBERS},\"{json}\":1");
        assert_eq!(
            tlync_of(&members, &signed).unwrap_err(),
            CallbackError::SignatureMismatch,
            "{key}"
        );
        assert!(tlync_of(&members, &TLYNC).is_ok(), "{key}");
    }
    for (currency, is_believed) in [("LYD", true), ("USD", false)] {
        let mut signed = TLYNC.to_vec();
        signed.push(("currency", currency));
        let members = format!("{TLYNC_MEMBERS},\"currency\":\"{currency}\"");
        assert_eq!(tlync_of(&members, &signed).is_ok(), is_believed);
    }
}

#[test]
fn t7_flags() {
    for (approved, canceled, expected) in [
        (Some("1"), None, "paid"),
        (Some("1"), Some(""), "paid"),
        (Some("1"), Some("0"), "paid"),
        (None, Some("1"), "canceled"),
        (Some(""), Some("1"), "canceled"),
        (Some("0"), Some("1"), "canceled"),
        (None, None, "undecided"),
        (Some(""), None, "undecided"),
        (Some("0"), Some("0"), "undecided"),
        (Some("1"), Some("1"), "contradictory"),
        (Some("true"), None, "bad approved"),
        (Some("01"), None, "bad approved"),
        (Some("1.0"), None, "bad approved"),
        (Some(" 1"), None, "bad approved"),
        (Some("1 "), None, "bad approved"),
        (Some("2"), None, "bad approved"),
        (Some("-1"), None, "bad approved"),
        (Some("١"), None, "bad approved"),
        (Some("1\n"), None, "bad approved"),
        (Some("false"), Some("1"), "bad approved"),
        (Some("1"), Some("no"), "bad canceled"),
        (Some("1"), Some("00"), "bad canceled"),
    ] {
        let mut pairs = approved_with("approved", approved);
        pairs.extend(canceled.map(|canceled| ("canceled", canceled)));
        let actual = match lbc_of(&pairs) {
            Ok(callback) => match settle(&callback) {
                Settlement::Paid(_) => "paid".to_owned(),
                Settlement::Canceled => "canceled".to_owned(),
                Settlement::Undecided => "undecided".to_owned(),
            },
            Err(CallbackError::Contradictory) => "contradictory".to_owned(),
            Err(CallbackError::BadValue { key, .. }) => format!("bad {key}"),
            Err(error) => panic!("{error:?}"),
        };
        assert_eq!(
            actual, expected,
            "approved {approved:?}, canceled {canceled:?}"
        );
    }
}

#[test]
fn t8_the_hash_has_one_spelling() {
    let (signed, hash) = LBC.split_once("&hashed=").unwrap();
    let with = |hash: &str| lbc(&format!("{signed}&hashed={hash}")).unwrap_err();
    for end in 0..64 {
        assert_eq!(with(&hash[..end]), CallbackError::MalformedSignature);
    }
    let full_width: String = hash
        .chars()
        .map(|digit| if digit == '1' { '１' } else { digit })
        .collect();
    for hash in [
        hash.to_lowercase(),
        format!("{}{}", &hash[..32], hash[32..].to_lowercase()),
        format!("{hash}0"),
        format!("{hash}+"),
        format!("{hash}%0A"),
        format!("{hash}%00"),
        format!("+{hash}"),
        format!("0x{}", &hash[2..]),
        full_width,
        "0".to_owned(),
    ] {
        assert_eq!(with(&hash), CallbackError::MalformedSignature, "{hash}");
    }
    assert_eq!(with(&"0".repeat(64)), CallbackError::SignatureMismatch);
    assert_eq!(lbc(signed).unwrap_err(), CallbackError::MissingSignature);
    assert_eq!(lbc("").unwrap_err(), CallbackError::MissingSignature);
}

#[test]
fn t9_a_used_key_that_occurs_twice_is_refused() {
    for key in [
        "approved",
        "%61pproved",
        "approved[]",
        "approved%5B%5D",
        "approved[x]y",
        "+approved",
        "%20approved",
        "approved%00z",
        "+approved[0]",
    ] {
        for query in [
            format!("{key}=1&{LBC}"),
            format!("{LBC}&{key}=1"),
            format!("{LBC}&{key}"),
        ] {
            assert_eq!(
                lbc(&query).unwrap_err(),
                CallbackError::Duplicate { key: "approved" },
                "{query}"
            );
        }
    }
    for (spelling, key) in [
        ("invoice.no", "invoice_no"),
        ("invoice[no", "invoice_no"),
        ("invoice+no", "invoice_no"),
        ("invoice%20no", "invoice_no"),
        ("transaction[id", "transaction_id"),
        ("%68ashed", "hashed"),
        ("hashed[]", "hashed"),
        ("gateway", "gateway"),
        ("canceled[0]", "canceled"),
    ] {
        assert_eq!(
            lbc(&format!("{LBC}&{spelling}=1")).unwrap_err(),
            CallbackError::Duplicate { key },
            "{spelling}"
        );
    }
    // An irregular spelling alone is the key for PHP, but not for other readers.
    let folded = LBC.replace("invoice_no", "invoice.no");
    assert_eq!(
        lbc(&folded).unwrap_err(),
        CallbackError::Duplicate { key: "invoice_no" }
    );
    // With a needless escape, it is still the same key.
    assert!(lbc(&LBC.replace("amount", "%61mount")).is_ok());
    // PHP drops these keys, or gives them a name that is not a signed key.
    for harmless in [
        "[approved]",
        "approved.",
        "xapproved",
        "approved]",
        "%00approved",
        "%0Aapproved",
        "Approved",
    ] {
        assert!(lbc(&format!("{LBC}&{harmless}=1")).is_ok(), "{harmless}");
    }
}

#[test]
fn t10_size_is_bounded() {
    let padded = |length: usize| format!("{LBC}&x={}", "y".repeat(length - LBC.len() - 3));
    assert!(lbc(&padded(8_192)).is_ok());
    assert_eq!(lbc(&padded(8_193)).unwrap_err(), CallbackError::TooLarge);
    let pairs = |count: usize| format!("{LBC}{}", "&x=1".repeat(count - 6));
    assert!(lbc(&pairs(64)).is_ok());
    assert_eq!(lbc(&pairs(65)).unwrap_err(), CallbackError::TooLarge);
    assert_eq!(
        lbc(&"a=1&".repeat(100_000)).unwrap_err(),
        CallbackError::TooLarge
    );
}

#[test]
fn t11_spellings_of_the_same_bytes_verify_alike() {
    assert!(lbc(&LBC.replace("5.00", "%35%2e%300")).is_ok());
    assert!(lbc(&LBC.replace("100900", "100%39%30%30")).is_ok());
    let encoded = lbc(&LBC_ENCODED
        .replace('+', "%20")
        .replace('~', "%7e")
        .replace("%2A", "*"));
    assert!(matches!(
        encoded,
        Err(CallbackError::BadValue {
            key: "invoice_no",
            ..
        })
    ));
    let malformed = [
        ("gateway", "localbankcards"),
        ("canceled", "1"),
        ("invoice_no", "1"),
        ("amount", "5"),
        ("transaction_id", "%4 %zz %"),
    ];
    let query = signed_query(malformed, &secret(LBC_SECRET))
        .replace("%25", "%")
        .replace('+', "%20");
    assert_eq!(
        lbc(&query).unwrap().transaction_id().unwrap().as_str(),
        "%4 %zz %"
    );
}

#[test]
fn t12_bytes_are_never_replaced() {
    let query = signed_query(
        approved_with("transaction_id", Some("\u{FFFD}")),
        &secret(LBC_SECRET),
    );
    assert!(lbc(&query).is_ok());
    assert_eq!(
        lbc(&query.replace("%EF%BF%BD", "%FF")).unwrap_err(),
        CallbackError::SignatureMismatch
    );
}

/// Signed bytes that are not UTF-8 are rejected as a value, even if the following bytes of the
/// query would complete a character.
#[test]
fn t12_signed_bytes_that_are_not_utf8_are_refused() {
    for (raw, encoded) in [
        ("%FF", "%FF"),
        ("%41é%C3", "A%C3%A9%C3"),
        ("%41%C3", "A%C3"),
        ("é%C3%41", "%C3%A9%C3A"),
    ] {
        let approved = "gateway=localbankcards&approved=1&invoice_no=14022023&amount=5.00";
        let canonical = format!("{approved}&transaction_id={encoded}");
        let mac = secret(LBC_SECRET).keyed().clone().chain_update(&canonical);
        let hashed = hex::encode_upper(mac.finalize().into_bytes());
        for rest in ["", "&other=%C3é", "&é"] {
            let query = format!("{approved}&transaction_id={raw}&hashed={hashed}{rest}");
            let error = lbc(&query).unwrap_err();
            assert!(
                matches!(
                    error,
                    CallbackError::BadValue {
                        key: "transaction_id",
                        ..
                    }
                ),
                "{query}: {error:?}"
            );
        }
    }
}

#[test]
fn t13_no_boundary_can_be_moved() {
    assert!(lbc(&LBC.replace("&approved=1", "%26approved%3D1")).is_err());
    assert!(lbc(&LBC.replace("14022023&amount=5.00", "14022023%26amount%3D5.00")).is_err());
}

const TLYNC: [(&str, &str); 6] = [
    ("gateway", "tlync"),
    ("approved", "1"),
    ("invoice_no", "14022023"),
    ("amount", "5"),
    ("transaction_id", "100900"),
    ("payment_method", "sadad"),
];

/// Verifies a JSON body with these members, signed over these pairs.
fn tlync_of(
    members: &str,
    signed: &[(&'static str, &'static str)],
) -> Result<tlync::Callback, CallbackError> {
    let hashed = sign(signed.iter().copied(), &secret(LBC_SECRET));
    let body = format!(r#"{{{members},"hashed":"{hashed}"}}"#);
    tlync::Callback::verify_json(body.as_bytes(), &Verifier::new(secret(LBC_SECRET)))
}

const TLYNC_MEMBERS: &str = r#""gateway":"tlync","approved":1,"invoice_no":"14022023","amount":5.00,"transaction_id":100900,"payment_method":"sadad""#;

#[test]
fn a_body_is_signed_as_it_is_verified() {
    let mut signed = TLYNC.to_vec();
    signed.push(("note", "\"a\\b\u{1}\n\u{2028} دينار/"));
    let body = signed_json(signed, &secret(LBC_SECRET));
    let verifier = Verifier::new(secret(LBC_SECRET));
    let callback = tlync::Callback::verify_json(body.as_bytes(), &verifier).unwrap();
    assert_eq!(callback.invoice_no().as_str(), "14022023");
    let other = body.replace(r"\n", " ");
    assert!(other != body && tlync::Callback::verify_json(other.as_bytes(), &verifier).is_err());
}

#[test]
fn a_json_body_settles_its_order() {
    for members in [
        TLYNC_MEMBERS.to_owned(),
        TLYNC_MEMBERS
            .replace(":1,", ":true,")
            .replace("100900", "\"100900\""),
        TLYNC_MEMBERS.replace("14022023", "\\u0031402\\u0032023"),
        format!("{TLYNC_MEMBERS},\"note\":null,\"basket\":[1,{{}}],\"x\":0.30000000000000004"),
    ] {
        let callback = tlync_of(&members, &TLYNC).unwrap();
        assert_eq!(callback.payment_method(), Some(&PaymentMethod::Sadad));
        assert_eq!(callback.transaction_id().as_str(), "100900");
        let settlement = callback.settle(&"14022023".parse().unwrap(), "5.00".parse().unwrap());
        assert!(matches!(settlement, Ok(Settlement::Paid(_))), "{members}");
    }
    let query = signed_query(TLYNC, &secret(LBC_SECRET));
    assert!(tlync::Callback::verify(&query, &Verifier::new(secret(LBC_SECRET))).is_ok());
}

/// The callback of the official PHP SDK's tests, written as JSON.
#[test]
fn the_genuine_callback_of_tlync_settles_its_order() {
    let body = br#"{"gateway":"tlync","approved":"1","amount":"6.01","invoice_no":"43321","payment_method":"mobicash","transaction_id":"100932","hashed":"1DDC1EE6D589555B58D70CAAB5118D1BECC5DF1BED1E0EFA5B51AED7E6C69FD6"}"#;
    let verifier = Verifier::new(secret("sk_40a07a6c0e63818dc2b292c8e302894e08acedfb"));
    let callback = tlync::Callback::verify_json(body, &verifier).unwrap();
    assert_eq!(callback.payment_method(), Some(&PaymentMethod::Mobicash));
    let settlement = callback.settle(&"43321".parse().unwrap(), "6.01".parse().unwrap());
    assert!(matches!(settlement, Ok(Settlement::Paid(_))));
}

/// An order is paid, whatever the payment method is, and whichever JSON type a value has.
#[test]
fn a_paid_order_is_not_refused_for_a_detail() {
    const SIGNED: [(&str, &str); 5] = [
        ("gateway", "tlync"),
        ("approved", "1"),
        ("amount", "5.01"),
        ("invoice_no", "14022023"),
        ("transaction_id", "100900"),
    ];
    const BEGIN: &str = r#""gateway":"tlync","approved":"1","amount":"5.01","invoice_no":"14022023","transaction_id":"100900""#;
    let other_types = r#""gateway":"tlync","approved":true,"amount":5.01,"invoice_no":14022023,"transaction_id":100900"#;
    let long = "x".repeat(256);
    let odd = [
        (BEGIN.to_owned(), None),
        (other_types.to_owned(), None),
        (format!(r#"{BEGIN},"payment_method":null"#), None),
        (format!(r#"{BEGIN},"payment_method":"""#), Some("")),
        (format!(r#"{BEGIN},"payment_method":"new""#), Some("new")),
        (format!(r#"{BEGIN},"payment_method":7"#), Some("7")),
        (format!(r#"{BEGIN},"payment_method":"a\nb""#), Some("a\nb")),
        (
            format!(r#"{BEGIN},"payment_method":"{long}""#),
            Some(&*long),
        ),
    ];
    for (members, method) in &odd {
        let method = method.map(|method| ("payment_method", method));
        let hashed = sign(SIGNED.into_iter().chain(method), &secret(LBC_SECRET));
        let body = format!(r#"{{{members},"hashed":"{hashed}"}}"#);
        let verifier = Verifier::new(secret(LBC_SECRET));
        let callback = tlync::Callback::verify_json(body.as_bytes(), &verifier).unwrap();
        assert_eq!(callback.transaction_id().as_str(), "100900");
        let settlement = callback.settle(&"14022023".parse().unwrap(), "5.01".parse().unwrap());
        assert!(matches!(settlement, Ok(Settlement::Paid(_))), "{members}");
    }
}

#[test]
fn t16_a_body_is_read_as_php_reads_it() {
    let other_order = TLYNC_MEMBERS.replace(
        r#""gateway":"tlync","approved":1"#,
        r#""approved":1,"gateway":"tlync""#,
    );
    assert_eq!(
        tlync_of(&other_order, &TLYNC).unwrap_err(),
        CallbackError::SignatureMismatch
    );
    for (members, error) in [
        (
            format!("{TLYNC_MEMBERS},\"amount\":5"),
            CallbackError::Duplicate { key: "amount" },
        ),
        (
            format!("\"\\u0061mount\":5,{TLYNC_MEMBERS}"),
            CallbackError::Duplicate { key: "amount" },
        ),
        (
            format!("{TLYNC_MEMBERS},\"invoice.no\":5"),
            CallbackError::Duplicate { key: "invoice_no" },
        ),
        (
            format!("{TLYNC_MEMBERS},\"hashed\":null"),
            CallbackError::Duplicate { key: "hashed" },
        ),
        (
            format!("{TLYNC_MEMBERS},\"x\":1,\"x\":1"),
            CallbackError::MalformedBody,
        ),
        (format!("{TLYNC_MEMBERS},"), CallbackError::MalformedBody),
        (
            format!("{TLYNC_MEMBERS},\"x\":\"\\ud800\""),
            CallbackError::MalformedBody,
        ),
    ] {
        assert_eq!(tlync_of(&members, &TLYNC).unwrap_err(), error, "{members}");
    }
    for amount in ["[5]", "{}", "5.000000000000001", "123456789012345678901"] {
        let error = tlync_of(&TLYNC_MEMBERS.replace("5.00", amount), &TLYNC).unwrap_err();
        assert!(
            matches!(error, CallbackError::BadValue { key: "amount", .. }),
            "{amount}: {error:?}"
        );
    }
    let verifier = Verifier::new(secret(LBC_SECRET));
    for body in [
        "",
        "null",
        "[]",
        "1",
        "{",
        "{}x",
        "\u{FEFF}{}",
        "[[\"gateway\",\"tlync\"]]",
    ] {
        let error = tlync::Callback::verify_json(body.as_bytes(), &verifier).unwrap_err();
        assert_eq!(error, CallbackError::MalformedBody, "{body}");
    }
    assert_eq!(
        tlync::Callback::verify_json(b"{}", &verifier).unwrap_err(),
        CallbackError::MissingSignature
    );
    assert_eq!(
        tlync::Callback::verify_json(b"{\"x\":\"\xFF\"}", &verifier).unwrap_err(),
        CallbackError::MalformedBody
    );
    let long = format!("{{\"x\":\"{}\"}}", "y".repeat(8_192));
    assert_eq!(
        tlync::Callback::verify_json(long.as_bytes(), &verifier).unwrap_err(),
        CallbackError::TooLarge
    );
    for count in [64, 255, 256, 400] {
        let keys: Vec<_> = (0..count).map(|n| format!("\"k{n}\":1,")).collect();
        let keys = keys.concat();
        for (end, error) in [
            ("\"x\":1}", CallbackError::TooLarge),
            ("\"x\":1", CallbackError::MalformedBody),
        ] {
            let many = format!("{{{keys}{end}");
            assert_eq!(
                tlync::Callback::verify_json(many.as_bytes(), &verifier).unwrap_err(),
                error,
                "{count} {end}"
            );
        }
    }
}

/// An empty key is a normal parameter, and is left out if its value is null.
#[test]
fn t16_an_empty_key_is_a_normal_parameter() {
    for empty in [r#""":"","#, r#""":null,"#, r#""":"","a":"","#] {
        let members = TLYNC_MEMBERS.replace(r#""approved""#, &format!(r#"{empty}"approved""#));
        assert!(tlync_of(&members, &TLYNC).is_ok(), "{members}");
    }
}

#[test]
fn a_body_with_a_nested_value_is_not_believed_by_a_signature_over_everything() {
    let mut signed = TLYNC.to_vec();
    signed.push(("note", "x"));
    let members = format!("{TLYNC_MEMBERS},\"note\":\"x\"");
    assert!(tlync_of(&members, &signed).is_ok());
    for value in ["[1]", "{\"a\":1}", "1e400", "0.30000000000000004"] {
        let with_gap = format!("{members},\"other\":{value}");
        assert_eq!(
            tlync_of(&with_gap, &signed).unwrap_err(),
            CallbackError::SignatureMismatch,
            "{value}"
        );
        assert!(tlync_of(&with_gap, &TLYNC).is_ok(), "{value}");
    }
}

/// A browser may send HEAD, prefetch or reload: the same callback verifies again, with the same
/// result.
#[test]
fn t17_verifying_consumes_nothing() {
    let verifier = Verifier::new(secret(LBC_SECRET));
    let verify = || local_bank_cards::Callback::verify(LBC, &verifier).unwrap();
    let first = settle(&verify());
    for _ in 0..3 {
        assert_eq!(settle(&verify()), first);
    }
}

#[test]
fn a_callback_without_canceled() {
    let without = TLYNC_MEMBERS.replace("\"approved\":1,", "");
    let unapproved = TLYNC
        .into_iter()
        .filter(|(key, _)| *key != "approved")
        .collect::<Vec<_>>();
    let settle = |callback: tlync::Callback| {
        callback
            .settle(&"14022023".parse().unwrap(), "5".parse().unwrap())
            .unwrap()
    };
    assert_eq!(
        settle(tlync_of(&without, &unapproved).unwrap()),
        Settlement::Undecided
    );
    // Unsigned, it says nothing.
    let unsigned = format!("{TLYNC_MEMBERS},\"canceled\":1");
    assert!(matches!(
        settle(tlync_of(&unsigned, &TLYNC).unwrap()),
        Settlement::Paid(_)
    ));
    // Covered by the signature, it contradicts `approved`.
    let mut signed = TLYNC.to_vec();
    signed.push(("canceled", "1"));
    assert_eq!(
        tlync_of(&unsigned, &signed).unwrap_err(),
        CallbackError::Contradictory
    );
    let canceled = format!("{without},\"canceled\":1");
    let mut signed = unapproved;
    signed.push(("canceled", "1"));
    assert_eq!(
        settle(tlync_of(&canceled, &signed).unwrap()),
        Settlement::Undecided
    );
}

#[test]
fn t4_a_return_page_is_not_a_callback_and_a_callback_is_not_a_return_page() {
    let verifier = Verifier::new(secret(LBC_SECRET));
    let page = |query: &str| tlync::Return::verify(query, &verifier);
    let signed = |pairs: &[(&'static str, &'static str)]| {
        signed_query(pairs.iter().copied(), &secret(LBC_SECRET))
    };

    let approved = signed(&[("approved", "1"), ("invoice_no", "14022023")]);
    assert!(page(&approved).unwrap().is_approved());
    assert_eq!(
        page(&format!("order=77&{approved}"))
            .unwrap()
            .invoice_no()
            .as_str(),
        "14022023"
    );
    assert!(
        !page(&signed(&[("invoice_no", "14022023")]))
            .unwrap()
            .is_approved()
    );
    assert!(
        !page(&signed(&[("approved", "0"), ("invoice_no", "14022023")]))
            .unwrap()
            .is_approved()
    );
    assert!(matches!(
        page(&signed(&[("approved", "2"), ("invoice_no", "1")])),
        Err(CallbackError::BadValue { .. })
    ));
    assert_eq!(
        page(&signed(&[("approved", "1")])).unwrap_err(),
        CallbackError::MissingField { key: "invoice_no" }
    );

    // A return page is not a callback of any gateway.
    assert!(tlync::Callback::verify(&approved, &verifier).is_err());
    assert!(lbc(&approved).is_err());
    assert!(mpgs::Callback::verify(&approved, &verifier).is_err());
    // A callback is not a return page, with or without its gateway.
    for query in [signed(&TLYNC), LBC.to_owned()] {
        assert_eq!(page(&query).unwrap_err(), CallbackError::SignatureMismatch);
        let cut = query.split_once('&').unwrap().1.to_owned();
        assert_eq!(page(&cut).unwrap_err(), CallbackError::SignatureMismatch);
    }
    assert_eq!(
        page(&signed(&[
            ("approved", "1"),
            ("invoice_no", "1"),
            ("x", "y")
        ]))
        .unwrap_err(),
        CallbackError::SignatureMismatch
    );
    assert_eq!(
        page(&format!("gateway=tlync&{approved}")).unwrap_err(),
        CallbackError::CarriesGateway
    );
}

#[test]
fn t4_no_kind_of_callback_passes_for_another() {
    let kinds: [(&str, String); 4] = [
        (
            "local bank cards",
            signed_query(APPROVED, &secret(LBC_SECRET)),
        ),
        (
            "mpgs",
            signed_query(
                [
                    ("gateway", "mpgs"),
                    ("approved", "1"),
                    ("amount", "5.00"),
                    ("currency", "USD"),
                    ("invoice_no", "14022023"),
                    ("transaction_id", "1"),
                ],
                &secret(LBC_SECRET),
            ),
        ),
        ("tlync", signed_query(TLYNC, &secret(LBC_SECRET))),
        (
            "tlync return",
            signed_query(
                [("approved", "1"), ("invoice_no", "14022023")],
                &secret(LBC_SECRET),
            ),
        ),
    ];
    let verifier = Verifier::new(secret(LBC_SECRET));
    for (signed_as, query) in &kinds {
        let passes = [
            (
                "local bank cards",
                local_bank_cards::Callback::verify(query, &verifier).is_ok(),
            ),
            ("mpgs", mpgs::Callback::verify(query, &verifier).is_ok()),
            ("tlync", tlync::Callback::verify(query, &verifier).is_ok()),
            (
                "tlync return",
                tlync::Return::verify(query, &verifier).is_ok(),
            ),
        ];
        for (read_as, passed) in passes {
            assert_eq!(passed, read_as == *signed_as, "{signed_as} as {read_as}");
        }
    }
}

/// A handwritten type that reads all required fields from the keys that a T-Lync return page signs.
/// Every payer sees such a page.
#[test]
fn t4_a_return_page_settles_nothing_whatever_a_type_declares() {
    #[derive(Debug)]
    struct Minted(Verified<Self>);

    impl SignedCallback for Minted {
        type Gateway = tlync::Gateway;
    }

    impl DeclaredCallback for Minted {
        type TransactionId = TransactionId;
        const KEYS: CallbackKeys = CallbackKeys::approved_only(&["invoice_no"]);
        const AMOUNT: Field = Self::KEYS.field("invoice_no");
        const INVOICE_NO: Field = Self::KEYS.field("invoice_no");
        const TRANSACTION_ID: Field = Self::KEYS.field("invoice_no");

        fn from_verified(
            verified: Verified<Self>,
            _: &SignedFields<'_>,
        ) -> Result<Self, CallbackError> {
            Ok(Self(verified))
        }

        fn verified(&self) -> &Verified<Self> {
            &self.0
        }
    }

    let verifier = Verifier::new(secret(LBC_SECRET));
    let verify = |query: &str| Minted::verify(query, &verifier);
    let page = [("approved", "1"), ("invoice_no", "14022023")];
    let page = signed_query(page, &secret(LBC_SECRET));
    assert_eq!(
        verify(&page).unwrap_err(),
        CallbackError::MissingField { key: "gateway" }
    );
    for query in [
        format!("gateway=tlync&{page}"),
        format!("{page}&gateway=tlync"),
    ] {
        assert_eq!(
            verify(&query).unwrap_err(),
            CallbackError::SignatureMismatch
        );
    }
    // With a signed gateway it is a callback, with the signed values.
    let callback = [("gateway", "tlync"), ("approved", "1"), ("invoice_no", "7")];
    let minted = verify(&signed_query(callback, &secret(LBC_SECRET))).unwrap();
    assert_eq!(minted.invoice_no().as_str(), "7");
}

/// A `Field` of another type reads this type's field at the same position, or none.
#[test]
fn a_field_of_another_type_is_missing() {
    const OTHER: CallbackKeys = CallbackKeys::new(&["a", "b", "c", "d"]);
    #[derive(Debug)]
    struct Foreign(Verified<Self>);

    impl SignedCallback for Foreign {
        type Gateway = local_bank_cards::Gateway;
    }

    impl DeclaredCallback for Foreign {
        type TransactionId = Option<TransactionId>;
        const KEYS: CallbackKeys = CallbackKeys::new(&["amount", "invoice_no", "transaction_id"]);
        const AMOUNT: Field = Self::KEYS.field("amount");
        const INVOICE_NO: Field = Self::KEYS.field("invoice_no");
        const TRANSACTION_ID: Field = Self::KEYS.field("transaction_id");

        fn from_verified(
            verified: Verified<Self>,
            fields: &SignedFields<'_>,
        ) -> Result<Self, CallbackError> {
            assert_eq!(format!("{fields:?}"), "SignedFields([redacted])");
            let amount = fields.required::<TransactionId>(OTHER.field("a"))?;
            assert_eq!(amount.as_str(), "5.00");
            fields.required::<TransactionId>(OTHER.field("d"))?;
            Ok(Self(verified))
        }

        fn verified(&self) -> &Verified<Self> {
            &self.0
        }
    }

    let error = Foreign::verify(LBC, &Verifier::new(secret(LBC_SECRET))).unwrap_err();
    assert!(
        matches!(error, CallbackError::MissingField { .. }),
        "{error:?}"
    );
}

#[test]
fn generic_code_reads_what_was_signed() {
    fn read<C: SignedCallback>(
        query: &str,
        verifier: &Verifier,
    ) -> (String, String, Option<String>) {
        let callback = C::verify(query, verifier).unwrap();
        assert!(
            callback
                .settle(callback.invoice_no(), *callback.amount())
                .is_ok()
        );
        assert_eq!(callback.matched_key(), MatchedKey::Previous);
        (
            callback.invoice_no().to_string(),
            callback.amount().to_string(),
            callback.transaction_id().map(ToString::to_string),
        )
    }
    fn is_approved<R: SignedReturn>(query: &str, verifier: &Verifier) -> bool {
        let page = R::verify(query, verifier).unwrap();
        assert_eq!(page.matched_key(), MatchedKey::Previous);
        page.is_approved()
    }

    let verifier = Verifier::new(secret("sk_new")).with_previous(secret(LBC_SECRET));
    assert_eq!(
        read::<local_bank_cards::Callback>(LBC, &verifier),
        (
            "14022023".to_owned(),
            "5.00".to_owned(),
            Some("100900".to_owned())
        )
    );
    for (approved, expected) in [("1", true), ("0", false)] {
        let page = [("approved", approved), ("invoice_no", "1")];
        let page = signed_query(page, &secret(LBC_SECRET));
        assert_eq!(is_approved::<tlync::Return>(&page, &verifier), expected);
    }
}

#[test]
fn t4_no_part_of_an_approved_callback_is_enough() {
    for subset in 0..(1_u32 << APPROVED.len()) - 1 {
        let pairs = APPROVED
            .iter()
            .enumerate()
            .filter(|(index, _)| subset & (1 << index) != 0);
        let pairs: Vec<_> = pairs.map(|(_, pair)| *pair).collect();
        match lbc_of(&pairs) {
            Ok(callback) => {
                assert!(!pairs.contains(&("approved", "1")), "{pairs:?}");
                assert_eq!(settle(&callback), Settlement::Undecided, "{pairs:?}");
            }
            Err(error) => assert!(
                matches!(error, CallbackError::MissingField { .. }),
                "{pairs:?}: {error:?}"
            ),
        }
    }
}

#[test]
fn the_matched_secret_is_reported_during_a_rotation() {
    let both = Verifier::new(secret("sk_new")).with_previous(secret(LBC_SECRET));
    let callback = local_bank_cards::Callback::verify(LBC, &both).unwrap();
    assert_eq!(callback.matched_key(), MatchedKey::Previous);
    assert_eq!(lbc(LBC).unwrap().matched_key(), MatchedKey::Current);
    let neither = Verifier::new(secret("sk_new")).with_previous(secret("sk_newer"));
    assert_eq!(
        local_bank_cards::Callback::verify(LBC, &neither).unwrap_err(),
        CallbackError::SignatureMismatch
    );
}

/// The errors help a developer who called the wrong function.
#[test]
fn errors_hint_at_the_right_function() {
    let verifier = Verifier::new(secret(LBC_SECRET));
    let body = format!("{{{TLYNC_MEMBERS},\"hashed\":\"{}\"}}", "0".repeat(64));
    let error = tlync::Callback::verify(&body, &verifier).unwrap_err();
    assert_eq!(error, CallbackError::MissingSignature);
    let hint = "pass a JSON body to `verify_json`";
    assert!(error.to_string().contains(hint), "{error}");

    let error = tlync::Callback::verify_json(LBC.as_bytes(), &verifier).unwrap_err();
    assert_eq!(error, CallbackError::MalformedBody);
    assert!(
        error.to_string().contains("pass a query to `verify`"),
        "{error}"
    );

    let error = tlync::Callback::verify_json(body.as_bytes(), &verifier).unwrap_err();
    assert_eq!(error, CallbackError::SignatureMismatch);
    let hint = "pass the raw query or body as received";
    assert!(error.to_string().contains(hint), "{error}");
}

#[test]
fn errors_and_debug_show_no_secret() {
    let callback = format!("{:?}", lbc(LBC).unwrap());
    let shown =
        r#"Callback { invoice_no: "14022023", amount: 5.00 LYD, transaction_id: Some("100900") }"#;
    assert_eq!(callback, shown);
    let pairs = [("approved", "1"), ("invoice_no", "1")];
    let query = signed_query(pairs, &secret(LBC_SECRET));
    let page = tlync::Return::verify(&query, &Verifier::new(secret(LBC_SECRET))).unwrap();
    assert_eq!(format!("{page:?}"), r#"Return { invoice_no: "1" }"#);

    let verifier = Verifier::new(secret(LBC_SECRET)).with_previous(secret(MPGS_SECRET));
    let shown = format!("{verifier:?} {:?}", lbc("hashed=0").unwrap_err());
    assert!(
        !shown.contains("sk_") && !shown.contains("ac6397"),
        "{shown}"
    );
}

#[test]
fn t5_a_return_page_ignores_canceled() {
    let pairs = [("approved", "1"), ("invoice_no", "1")];
    let genuine = signed_query(pairs, &secret(LBC_SECRET));
    let verify = |query: &str| tlync::Return::verify(query, &Verifier::new(secret(LBC_SECRET)));
    for own in [
        "canceled=1",
        "canceled[]=1",
        "canceled=1&canceled=2",
        "+canceled=1",
    ] {
        let url = format!("https://shop.example/?{own}");
        assert!(url.parse::<tlync::ReturnUrl>().is_ok(), "{own}");
        assert!(verify(&format!("{own}&{genuine}")).is_ok(), "{own}");
    }
}

/// `serde_json` gives one key a special meaning: its string would be parsed as JSON again, and so
/// on, each time with a new depth limit.
#[test]
fn t18_a_nested_value_is_read_once() {
    let mut nested = "[1]".to_owned();
    for _ in 0..9 {
        let text = serde_json::to_string(&nested).unwrap();
        nested = format!(r#"{{"$serde_json::private::RawValue":{text}}}"#);
    }
    assert!(nested.len() < 8_000, "{}", nested.len());
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for (value, error) in [
        (nested.as_str(), CallbackError::MissingSignature),
        (
            r#"{"$serde_json::private::RawValue":"]"}"#,
            CallbackError::MissingSignature,
        ),
        (&deep, CallbackError::MalformedBody),
    ] {
        let body = format!(r#"{{"x":{value}}}"#);
        let verifier = Verifier::new(secret(LBC_SECRET));
        let actual = tlync::Callback::verify_json(body.as_bytes(), &verifier).unwrap_err();
        assert_eq!(actual, error);
    }
}

#[test]
fn t33_the_proof_does_not_show_its_outcome() {
    let callback = lbc(LBC).unwrap();
    let shown = format!("{callback:?} {:?}", callback.verified());
    assert!(!shown.contains("Approved"), "{shown}");
}
