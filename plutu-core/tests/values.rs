//! What applications do with values besides parsing and sending them: convert, compare, keep and
//! print.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use std::collections::HashSet;
use std::error::Error as _;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::time::Duration;

use plutu_core::Amount;
use plutu_core::ApiKey;
use plutu_core::BirthYear;
use plutu_core::Certainty;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::ReplyError;
use plutu_core::Request;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::canonical;
use plutu_core::callback::sign;
use plutu_core::callback::signed_query;
use plutu_core::currency::LYD;
use plutu_core::field::CallbackUrl;
use plutu_core::field::FieldError;
use plutu_core::field::PlainText;
use plutu_core::field::RequestField;
use plutu_core::field::TransactionId;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_core::gateways::tlync;

fn secret() -> SecretKey {
    SecretKey::new("sk_of_this_test").unwrap()
}

fn page() -> mpgs::Confirm {
    let builder = mpgs::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no("INV-1".parse().unwrap());
    builder
        .return_url("https://shop.example/paid".parse().unwrap())
        .build()
}

fn challenge() -> sadad::Challenge {
    sadad::Challenge::new("77".parse().unwrap(), "12.50".parse().unwrap())
}

fn receipt(result: &str) -> Result<sadad::Receipt, ReplyError> {
    let order_amount = challenge().amount();
    let charge = sadad::Confirm::answering(&challenge(), order_amount)
        .unwrap()
        .code("111111".parse().unwrap())
        .invoice_no("INV-1".parse().unwrap())
        .build();
    charge.reply(
        200,
        format!(r#"{{"status":200,"result":{result}}}"#).as_bytes(),
    )
}

#[test]
fn strings_become_values() {
    let amount: Amount<LYD> = "12.5".try_into().unwrap();
    assert_eq!(amount.to_string(), "12.50");
    let amount: Amount<LYD> = "12.50".to_owned().try_into().unwrap();
    assert_eq!(vec![amount; 2], [amount].repeat(2));
    assert!(Amount::<LYD>::try_from("12.505").is_err());
    let invoice_no = InvoiceNo::try_from("INV-1").unwrap();
    assert_eq!(invoice_no.as_ref(), "INV-1");
    assert!(InvoiceNo::try_from("").is_err());
    assert_eq!(format!("{:>3}|{}", Language::Ar, Language::En), " ar|en");
}

#[test]
fn urls_are_compared_as_they_are_written() {
    let url = |text: &str| text.parse::<mpgs::ReturnUrl>().unwrap();
    let (first, second) = (url("https://a.example/"), url("https://b.example/"));
    assert!(first < second);
    assert_eq!(first, first.clone());
    assert_ne!(first, second);
    assert_eq!(first.as_ref(), "https://a.example/");
    let urls = HashSet::from([first.clone(), second, first]);
    assert_eq!(urls.len(), 2);

    let callback: CallbackUrl = "https://a.example/paid".parse().unwrap();
    assert_eq!(callback.to_string(), callback.as_ref());
    let stored = serde_json::to_string(&callback).unwrap();
    let read: CallbackUrl = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, callback);
    assert!(serde_json::from_str::<CallbackUrl>(r#""javascript:0""#).is_err());
}

/// What a field type says of a string that came over the wire.
fn checked<T: RequestField>(text: &str) -> Result<(), FieldError> {
    T::check(text)
}

#[test]
fn a_field_type_checks_a_string_that_came_over_the_wire() {
    assert_eq!(checked::<IpAddr>("2001:db8::7"), Ok(()));
    assert_eq!(checked::<Ipv4Addr>("203.0.113.7"), Ok(()));
    assert_eq!(checked::<Ipv6Addr>("2001:db8::7"), Ok(()));
    assert!(checked::<Ipv4Addr>("2001:db8::7").is_err());
    assert!(checked::<Ipv6Addr>("203.0.113.7").is_err());
    assert_eq!(checked::<PlainText>("a word"), Ok(()));
    assert!(checked::<PlainText>("").is_err());
    assert_eq!(checked::<TransactionId>("100918"), Ok(()));
    assert!(checked::<TransactionId>("a\nb").is_err());
    assert!(checked::<mpgs::ReturnUrl>("https://shop.example/?approved=1").is_err());
}

#[test]
fn addresses_and_birth_years_are_written_into_the_form() {
    let request = mpgs::Confirm::builder()
        .amount("1".parse().unwrap())
        .invoice_no("1".parse().unwrap())
        .return_url("https://shop.example/".parse().unwrap())
        .customer_ip(IpAddr::V6("2001:db8::7".parse().unwrap()))
        .build();
    assert!(
        request
            .wire()
            .form
            .contains("customer_ip=2001%3Adb8%3A%3A7")
    );
    let request = sadad::Verify::builder()
        .mobile_number("0913000000".parse().unwrap())
        .birth_year("1990".parse().unwrap())
        .amount("1".parse().unwrap())
        .build();
    assert!(request.wire().form.contains("birth_year=1990"));
}

#[test]
fn what_is_personal_or_secret_is_not_printed() {
    let year: BirthYear = "1990".parse().unwrap();
    assert!(!format!("{year:?}").contains("1990"));
    let body = br#"{"status":200,"result":{"redirect_url":"https://pay.example/?t=1"}}"#;
    let redirect = page().reply(200, body).unwrap();
    assert!(!format!("{redirect:?}").contains("pay.example"));
    let key = ApiKey::new("key_of_this_test").unwrap();
    for printed in [
        format!("{:?}", secret()),
        format!("{key:?}"),
        format!("{:?}", page().wire()),
    ] {
        assert!(!printed.contains("of_this_test"), "{printed}");
        assert!(!printed.contains("shop.example"), "{printed}");
    }
}

#[test]
fn challenges_and_receipts_are_compared_by_what_they_say() {
    assert_eq!(challenge(), challenge().clone());
    let other = sadad::Challenge::new("78".parse().unwrap(), challenge().amount());
    assert_ne!(challenge(), other);
    assert!(format!("{:?}", challenge()).contains("sadadapi"));

    let first = receipt(r#"{"transaction_id":"1","amount":"12.50"}"#).unwrap();
    assert_eq!(first, first.clone());
    for other in [
        r#"{"transaction_id":"2","amount":"12.50"}"#,
        r#"{"amount":"12.50"}"#,
    ] {
        assert_ne!(receipt(other).unwrap(), first, "{other}");
    }
    let printed = format!("{first:?}");
    assert!(printed.contains("INV-1"), "{printed}");
}

#[test]
fn a_payments_key_is_aligned_like_a_string() {
    let receipt = receipt(r#"{"transaction_id":"1"}"#).unwrap();
    let paid = receipt
        .settle(&"INV-1".parse().unwrap(), challenge().amount())
        .unwrap();
    assert_eq!(
        format!("{key}|{key:16}|{key:>16}", key = paid.key()),
        "sadadapi/INV-1|sadadapi/INV-1  |  sadadapi/INV-1"
    );
}

#[test]
fn a_return_page_can_be_kept_and_shows_no_secret() {
    let query = signed_query([("approved", "1"), ("invoice_no", "INV-1")], &secret());
    let page = tlync::Return::verify(&query, &Verifier::new(secret())).unwrap();
    let kept = page.clone();
    assert!(kept.is_approved());
    let hashed = query.split_once("hashed=").unwrap().1;
    assert!(!format!("{page:?}").contains(hashed));
}

#[test]
fn an_error_keeps_what_plutu_said() {
    let wait = Some(Duration::from_secs(5));
    let refused = br#"{"error":{"code":"INVALID_OTP","message":"m","status":400}}"#;
    let error = page()
        .reply(400, refused)
        .unwrap_err()
        .with_retry_after(wait);
    assert_eq!((error.status(), error.retry_after()), (400, wait));
    let api = error.api_error().unwrap();
    assert_eq!((api.status(), api.retry_after()), (400, wait));
    assert_eq!(api.message(), "m");

    let error = page()
        .reply(502, b"<html>")
        .unwrap_err()
        .with_retry_after(wait);
    assert_eq!((error.status(), error.retry_after()), (502, wait));
    assert_eq!(error.certainty(), Certainty::Unknown);
    let ReplyError::Unexpected(unexpected) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(unexpected.status(), 502);
    assert_eq!(unexpected.retry_after(), wait);
    assert_eq!(unexpected.body(), b"<html>");
    let source = unexpected.source().unwrap().to_string();
    assert_eq!(source, unexpected.problem().to_string());
}

#[test]
fn the_signed_string_is_that_of_the_signature() {
    let pairs = [("gateway", "mpgs"), ("amount", "5.00"), ("note", "a b")];
    assert_eq!(canonical(pairs), "gateway=mpgs&amount=5.00&note=a+b");
    let query = signed_query(pairs, &secret());
    let hashed = sign(pairs, &secret());
    assert_eq!(query, format!("{}&hashed={hashed}", canonical(pairs)));
}

#[test]
fn nested_values_that_are_not_declared_are_ignored() {
    let pairs = [
        ("gateway", "tlync"),
        ("approved", "1"),
        ("invoice_no", "1"),
        ("amount", "40.00"),
        ("transaction_id", "7"),
    ];
    let hashed = sign(pairs, &secret());
    let body = |extra: &str| {
        format!(
            r#"{{"gateway":"tlync","approved":1,"invoice_no":"1","amount":"40.00","transaction_id":7,"extra":{extra},"hashed":"{hashed}"}}"#
        )
    };
    let verifier = Verifier::new(secret());
    for extra in [
        "[]",
        "[null,true,-1,1,1.5,\"s\",[],{\"a\":null}]",
        r#"{"a":{"b":[1]}}"#,
    ] {
        let body = body(extra);
        assert!(
            tlync::Callback::verify_json(body.as_bytes(), &verifier).is_ok(),
            "{extra}"
        );
    }
    let broken = body("[1");
    assert!(tlync::Callback::verify_json(broken.as_bytes(), &verifier).is_err());
}

#[test]
fn a_described_callback_finds_its_fields() {
    let spec = mpgs::Gateway::SPEC.callback.unwrap();
    let field = spec.field("amount").unwrap();
    assert!(format!("{field:?}").contains("amount"));
    assert!(spec.field("unknown").is_none());
}
