//! Texts, as every field.

#![no_main]

use std::error::Error;
use std::fmt::Debug;
use std::str::FromStr;

use libfuzzer_sys::fuzz_target;
use plutu_core::AccessToken;
use plutu_core::Amount;
use plutu_core::ApiKey;
use plutu_core::BirthYear;
use plutu_core::CallbackUrl;
use plutu_core::Email;
use plutu_core::ErrorCode;
use plutu_core::FieldError;
use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::MobileNumber;
use plutu_core::Otp;
use plutu_core::PaymentMethod;
use plutu_core::ProcessId;
use plutu_core::ReturnUrl;
use plutu_core::SadadNumber;
use plutu_core::SecretKey;
use plutu_core::TransactionId;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::currency::LYD;
use plutu_core::field::CallbackField;
use plutu_core::gateways::mpgs;
use serde::Serialize;
use serde::de::DeserializeOwned;

fuzz_target!(|text: &str| {
    kept_as_it_is(text, InvoiceNo::as_str, |text| {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        !text.is_empty() && text.bytes().all(is_allowed)
    });
    kept_as_it_is(text, TransactionId::as_str, |text| {
        !text.trim().is_empty() && text.len() <= 255 && !text.contains(char::is_control)
    });
    kept_as_it_is(text, ProcessId::as_str, |text| {
        (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    });
    kept_as_it_is(text, ReturnUrl::as_str, is_an_address_for_callbacks);
    kept_as_it_is(text, CallbackUrl::as_str, is_an_address_for_callbacks);
    kept_as_it_is(text, Email::as_str, |text| {
        text.len() <= 254
            && text.bytes().all(|byte| byte.is_ascii_graphic())
            && text.matches('@').count() == 1
    });
    kept_as_it_is(text, Otp::<4>::as_str, |text| {
        text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
    });
    kept_as_it_is(text, Otp::<6>::as_str, |text| {
        text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
    });
    kept_as_it_is(
        text,
        |language: &Language| language.as_str(),
        |text| ["ar", "en"].contains(&text),
    );
    displayed(text, InvoiceNo::as_str);
    displayed(text, TransactionId::as_str);
    displayed(text, ProcessId::as_str);
    displayed(text, ReturnUrl::as_str);
    displayed(text, CallbackUrl::as_str);
    displayed(text, PaymentMethod::as_str);
    read_from_callbacks::<InvoiceNo>(text);
    read_from_callbacks::<TransactionId>(text);
    read_from_callbacks::<PaymentMethod>(text);
    read_from_callbacks::<Amount<LYD>>(text);

    if let Some(year) = parsed::<BirthYear>(text) {
        assert_eq!(year.get().to_string(), text);
        stored(&year, text);
    }
    if let Some(amount) = parsed::<Amount<LYD>>(text) {
        assert_eq!(Amount::from_minor(amount.minor()), Some(amount));
        assert_eq!(amount.to_string(), with_two_decimals(text));
        stored(&amount, &amount.to_string());
    }
    if let Some(number) = parsed::<MobileNumber>(text) {
        is_a_national_number(number.as_str(), b"123456");
        stored(&number, number.as_str());
    }
    if let Some(number) = parsed::<SadadNumber>(text) {
        is_a_national_number(number.as_str(), b"13");
        stored(&number, number.as_str());
        // Whatever Sadad takes, the others take.
        let any = text.parse::<MobileNumber>().expect("a number");
        assert_eq!(any.as_str(), number.as_str());
    }
    if let Some(method) = accepted::<PaymentMethod>(text) {
        assert_eq!(method.as_str(), text);
    }

    for exposed in [
        SecretKey::new(text).map(|secret| secret.expose().to_owned()),
        ApiKey::new(text).map(|key| key.expose().to_owned()),
        AccessToken::new(text).map(|token| token.expose().to_owned()),
    ] {
        assert!(
            exposed.is_err() || exposed.as_deref() == Ok(text),
            "{text:?}"
        );
    }
    let code = ErrorCode::from(text);
    assert_eq!(ErrorCode::from(code.as_str()), code, "{text:?}");
});

/// Parses in every way but serde: all accept alike.
fn accepted<T>(text: &str) -> Option<T>
where
    T: FromStr<Err: Debug + PartialEq + Error> + Debug + PartialEq,
    T: for<'a> TryFrom<&'a str, Error = T::Err> + TryFrom<String, Error = T::Err>,
{
    let parsed = text.parse::<T>();
    assert_eq!(T::try_from(text), parsed, "{text:?}");
    assert_eq!(T::try_from(text.to_owned()), parsed, "{text:?}");
    if let Err(error) = format!("{text}\u{7F}canary").parse::<T>() {
        assert!(
            !format!("{error:?} {error}").contains("canary"),
            "{error:?}"
        );
    }
    parsed.ok()
}

/// Parses in every way, serde's included: all accept alike.
fn parsed<T>(text: &str) -> Option<T>
where
    T: FromStr<Err: Debug + PartialEq + Error> + Debug + PartialEq + DeserializeOwned,
    T: for<'a> TryFrom<&'a str, Error = T::Err> + TryFrom<String, Error = T::Err>,
{
    let value = accepted::<T>(text);
    let json = serde_json::to_string(text).expect("a text");
    let from_json = serde_json::from_str::<T>(&json).ok();
    assert_eq!(from_json, value, "{text:?}");
    let from_value = serde_json::from_value::<T>(text.into()).ok();
    assert_eq!(from_value, value, "{text:?}");
    value
}

/// Holds that a stored value is its text, and is read again as the same.
fn stored<T: Serialize + DeserializeOwned + Debug + PartialEq>(value: &T, text: &str) {
    let json = serde_json::to_value(value).expect("a text");
    assert_eq!(json.as_str(), Some(text));
    let read: T = serde_json::from_value(json).expect("what was stored");
    assert_eq!(&read, value);
}

/// Holds that a text is refused, or keeps to the rule and is kept as it is.
fn kept_as_it_is<T>(text: &str, as_str: fn(&T) -> &str, rule: fn(&str) -> bool)
where
    T: FromStr<Err: Debug + PartialEq + Error> + Debug + PartialEq + DeserializeOwned + Serialize,
    T: for<'a> TryFrom<&'a str, Error = T::Err> + TryFrom<String, Error = T::Err>,
{
    if let Some(value) = parsed::<T>(text) {
        assert!(rule(text), "{text:?}");
        assert_eq!(as_str(&value), text);
        stored(&value, text);
    }
}

/// T9: an address to which a genuine callback can come back and is believed, whatever stands in the query.
fn is_an_address_for_callbacks(url: &str) -> bool {
    let secret_key = SecretKey::new("sk_of_this_target").expect("a usable secret");
    let callback = signed_query(
        [
            ("gateway", "mpgs"),
            ("approved", "1"),
            ("canceled", ""),
            ("amount", "184467440737095516.15"),
            ("currency", "USD"),
            ("invoice_no", "232323"),
            ("transaction_id", "100918"),
        ],
        &secret_key,
    );
    let query = match url.split_once('?') {
        Some((_, own)) => format!("{own}&{callback}"),
        None => callback,
    };
    let is_http = ["http://", "https://"].iter().any(|scheme| {
        let start = url.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    is_http
        && url.bytes().all(|byte| byte.is_ascii_graphic())
        && !url.contains(['#', '\\'])
        && mpgs::Callback::verify(&query, &Verifier::new(secret_key)).is_ok()
}

fn displayed<T: FromStr + ToString>(text: &str, as_str: fn(&T) -> &str) {
    if let Ok(value) = text.parse::<T>() {
        assert_eq!(value.to_string(), as_str(&value));
    }
}

/// Holds that a callback's value is read as it would be parsed.
fn read_from_callbacks<T>(text: &str)
where
    T: CallbackField + FromStr<Err: Into<FieldError>> + PartialEq,
{
    let parsed = text.parse::<T>().map_err(Into::into);
    assert_eq!(T::read(text), parsed, "{text:?}");
}

fn with_two_decimals(amount: &str) -> String {
    match amount.split_once('.') {
        Some((units, decimals)) => format!("{units}.{decimals:0<2}"),
        None => format!("{amount}.00"),
    }
}

fn is_a_national_number(number: &str, third: &[u8]) {
    assert!(number.len() == 10 && number.starts_with("09"), "{number:?}");
    assert!(
        number.bytes().all(|byte| byte.is_ascii_digit()),
        "{number:?}"
    );
    assert!(third.contains(&number.as_bytes()[2]), "{number:?}");
}
