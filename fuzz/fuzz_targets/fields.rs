//! Strings that are read as every type of field.

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
use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::MobileNumber;
use plutu_core::Otp;
use plutu_core::PaymentMethod;
use plutu_core::PlainText;
use plutu_core::ProcessId;
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
    let tidied = &tidy(text);
    kept(text, tidied, InvoiceNo::as_str, |text| {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        (1..=1_000).contains(&text.len()) && text.bytes().all(is_allowed)
    });
    kept(text, text, TransactionId::as_str, |text| {
        !text.trim().is_empty() && text.len() <= 255 && !text.contains(char::is_control)
    });
    kept(text, tidied, ProcessId::as_str, |text| {
        (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    });
    let trimmed = trim(text);
    let as_str = mpgs::ReturnUrl::as_str;
    typed(text, trimmed, as_str, is_an_address_for_callbacks);
    // A deep link is made by its own function, and stored like every other return URL.
    let url = text.parse().or_else(|_| mpgs::ReturnUrl::deep_link(text));
    stored(text, url.ok().as_ref(), as_str);
    kept(text, trimmed, CallbackUrl::as_str, is_an_address);
    kept(text, trimmed, PlainText::expose, |text| {
        (1..=1_000).contains(&text.len()) && !text.contains(char::is_control)
    });
    kept(text, tidied, Email::expose, |text| {
        text.len() <= 254
            && text.bytes().all(|byte| byte.is_ascii_graphic())
            && text.matches('@').count() == 1
    });
    kept(text, tidied, Otp::<4>::expose, |text| {
        text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
    });
    kept(text, tidied, Otp::<6>::expose, |text| {
        text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit())
    });
    kept(
        text,
        trimmed,
        |language: &Language| language.as_str(),
        |text| ["ar", "en"].contains(&text),
    );
    displayed(text, InvoiceNo::as_str);
    displayed(text, TransactionId::as_str);
    displayed(text, ProcessId::as_str);
    displayed(text, mpgs::ReturnUrl::as_str);
    displayed(text, CallbackUrl::as_str);
    displayed(text, PaymentMethod::as_str);
    read_from_callbacks::<InvoiceNo>(text);
    read_from_callbacks::<TransactionId>(text);
    let method = PaymentMethod::read(text).expect("every string is read");
    assert!(
        method.as_str().is_empty() || method.as_str() == text,
        "{text:?}"
    );
    read_from_callbacks::<Amount<LYD>>(text);

    if let Ok(year) = text.parse::<BirthYear>() {
        assert_eq!(year.expose().to_string(), *tidied);
        assert_eq!(json(&year), *tidied);
    }
    if let Ok(amount) = text.parse::<Amount<LYD>>() {
        assert_eq!(Amount::from_hundredths(amount.hundredths()), Ok(amount));
        assert_eq!(
            amount.to_string(),
            with_two_decimals(&tidied.replace('٫', "."))
        );
        assert_eq!(json(&amount), amount.to_string());
    }
    if let Ok(number) = text.parse::<MobileNumber>() {
        is_a_national_number(number.expose(), b"123456");
        assert_eq!(json(&number), number.expose());
    }
    if let Ok(number) = text.parse::<SadadNumber>() {
        is_a_national_number(number.expose(), b"13");
        assert_eq!(json(&number), number.expose());
        // The other types accept every number that Sadad accepts.
        let any = text.parse::<MobileNumber>().expect("a number");
        assert_eq!(any.expose(), number.expose());
    }
    typed(text, text, PaymentMethod::as_str, |text| {
        (1..=255).contains(&text.len()) && !text.contains(char::is_control)
    });
    // The empty string stands for a method that breaks the rule.
    let method = match text {
        "" => Some(method),
        text => text.parse().ok(),
    };
    stored(text, method.as_ref(), PaymentMethod::as_str);

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

/// Checks that a string is refused, or that it keeps the rule and becomes `expected`. All ways of
/// reading it must agree.
fn kept<T>(text: &str, expected: &str, read: fn(&T) -> &str, rule: fn(&str) -> bool)
where
    T: FromStr<Err: Debug + PartialEq + Error> + Debug + DeserializeOwned + Serialize,
    T: for<'a> TryFrom<&'a str, Error = T::Err> + TryFrom<String, Error = T::Err>,
{
    typed(text, expected, read, rule);
    stored(text, text.parse().ok().as_ref(), read);
}

/// As [`kept`], for the ways of reading a string that was typed.
fn typed<T>(text: &str, expected: &str, read: fn(&T) -> &str, rule: fn(&str) -> bool)
where
    T: FromStr<Err: Debug + PartialEq + Error> + Debug,
    T: for<'a> TryFrom<&'a str, Error = T::Err> + TryFrom<String, Error = T::Err>,
{
    let ways = [
        text.parse::<T>().ok(),
        T::try_from(text).ok(),
        T::try_from(text.to_owned()).ok(),
    ];
    let [first, others @ ..] = ways.each_ref().map(|way| way.as_ref().map(read));
    for other in others {
        assert_eq!(other, first, "{text:?}");
    }
    if let Some(value) = first {
        assert!(rule(value), "{text:?}");
        assert_eq!(value, expected);
    }
    if let Err(error) = format!("{text}\u{7F}canary").parse::<T>() {
        let shown = format!("{error:?} {error}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}

/// Checks that serde reads a string as `expected`, and writes that value as it is read.
fn stored<T>(text: &str, expected: Option<&T>, read: fn(&T) -> &str)
where
    T: DeserializeOwned + Serialize,
{
    let as_json = serde_json::to_string(text).expect("a string");
    let ways = [
        serde_json::from_str::<T>(&as_json).ok(),
        serde_json::from_value::<T>(text.into()).ok(),
    ];
    for way in ways {
        assert_eq!(way.as_ref().map(read), expected.map(read), "{text:?}");
    }
    if let Some(value) = expected {
        assert_eq!(json(value), read(value));
    }
}

/// The stored form of a value. Checks that it is read again as the same value.
fn json<T: Serialize + DeserializeOwned>(value: &T) -> String {
    let json = serde_json::to_value(value).expect("a string");
    let read: T = serde_json::from_value(json.clone()).expect("what was stored");
    assert_eq!(serde_json::to_value(read).expect("a string"), json);
    json.as_str().expect("a string").to_owned()
}

/// A typed string without surrounding white space and marks, and with its Arabic digits converted.
/// This is a second implementation, character by character.
fn tidy(text: &str) -> String {
    let digit = |character| match character {
        '٠'..='٩' => char::from_digit(character as u32 - 0x660, 10),
        '۰'..='۹' => char::from_digit(character as u32 - 0x6F0, 10),
        _ => Some(character),
    };
    trim(text).chars().filter_map(digit).collect()
}

fn trim(text: &str) -> &str {
    let marks = "\u{20}\u{A0}\u{202F}\u{200E}\u{200F}\u{61C}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}";
    text.trim_matches(|character| marks.contains(character))
}

fn is_an_address(url: &str) -> bool {
    let is_http = ["http://", "https://"].iter().any(|scheme| {
        let start = url.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    is_http && url.bytes().all(|byte| byte.is_ascii_graphic()) && !url.contains(['#', '\\'])
}

/// T9: checks that a genuine callback to this URL verifies, whatever the URL's own query contains.
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
    is_an_address(url) && mpgs::Callback::verify(&query, &Verifier::new(secret_key)).is_ok()
}

fn displayed<T: FromStr + ToString>(text: &str, as_str: fn(&T) -> &str) {
    if let Ok(value) = text.parse::<T>() {
        assert_eq!(value.to_string(), as_str(&value));
    }
}

/// Checks that a callback's value is accepted unchanged, or not at all.
fn read_from_callbacks<T>(text: &str)
where
    T: CallbackField + FromStr<Err: Debug> + PartialEq,
{
    if let Ok(value) = T::read(text) {
        assert_eq!(text.parse::<T>().expect("what is read strictly"), value);
    }
}

fn with_two_decimals(amount: &str) -> String {
    match amount.split_once('.') {
        Some((units, decimals)) => {
            let decimals = decimals.trim_end_matches('0');
            format!("{units}.{decimals:0<2}")
        }
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
