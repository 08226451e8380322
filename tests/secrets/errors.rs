//! The output of errors, with all their sources.

use std::error::Error;
use std::fmt::Write as _;

use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::BirthYear;
use plutu_core::CallbackUrl;
use plutu_core::Email;
use plutu_core::MobileNumber;
use plutu_core::Otp;
use plutu_core::Request;
use plutu_core::SadadNumber;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use plutu_http::Client;

use crate::assert_clean;
use crate::canary::CHECKOUT;
use crate::canary::EMAIL;
use crate::canary::MOBILE_NUMBER;
use crate::canary::OTP;
use crate::canary::SECRET_KEY;
use crate::clients::ACCESS_TOKEN;
use crate::clients::API_KEY;
use crate::clients::credentials;
use crate::requests::confirm;
use crate::requests::open;

/// Everything that an error and all its sources show.
pub fn shown(error: &(dyn Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        write!(text, "{error} {error:#} {error:?} {error:#?} ").unwrap();
        next = error.source();
    }
    text
}

#[track_caller]
fn assert_hidden(error: &(dyn Error + 'static)) {
    assert_clean("an error", &shown(error));
}

#[test]
fn the_control_is_found() {
    let leak = std::io::Error::other(std::io::Error::other(format!("code={OTP}")));
    assert!(!crate::canary::found_in(&shown(&leak)).is_empty());
}

#[test]
fn t27_errors_do_not_repeat_refused_values() {
    for bad in ["", "\n", " x", "\u{0}"] {
        assert_hidden(&ApiKey::new(format!("{API_KEY}{bad} ")).unwrap_err());
        assert_hidden(&AccessToken::new(format!("{ACCESS_TOKEN}{bad}\t")).unwrap_err());
        assert_hidden(&SecretKey::new(format!("{SECRET_KEY}{bad}\n")).unwrap_err());
        assert_hidden(&format!("{OTP}{bad}0").parse::<Otp<6>>().unwrap_err());
        assert_hidden(&format!("{OTP}{bad}").parse::<Otp<4>>().unwrap_err());
        assert_hidden(&format!("{OTP}{bad}").parse::<BirthYear>().unwrap_err());
        assert_hidden(
            &format!("{MOBILE_NUMBER}{bad}0x")
                .parse::<MobileNumber>()
                .unwrap_err(),
        );
        assert_hidden(
            &format!("{MOBILE_NUMBER}{bad}0x")
                .parse::<SadadNumber>()
                .unwrap_err(),
        );
        let error = format!("{EMAIL}{bad}@").parse::<Email>().unwrap_err();
        assert!(!shown(&error).contains(EMAIL));
        let url = format!("http://{CHECKOUT}{bad}\\ @/");
        assert_hidden(&url.parse::<tlync::ReturnUrl>().unwrap_err());
        assert_hidden(&url.parse::<CallbackUrl>().unwrap_err());
    }
    for url in [
        format!("http://{CHECKOUT}.example"),
        format!("https://{ACCESS_TOKEN}:{ACCESS_TOKEN}@plutu.example"),
        format!("{API_KEY}://plutu.example"),
        format!("https://plutu.example/?{API_KEY}"),
        format!("https://plutu.example:{OTP}"),
    ] {
        assert_hidden(
            &Client::builder(credentials())
                .base_url(url)
                .build()
                .unwrap_err(),
        );
    }
}

#[test]
fn t27_errors_do_not_repeat_answers_that_contain_secrets() {
    let answers = [
        (
            400,
            format!(r#"{{"error":{{"code":"{OTP} {OTP}","message":"{MOBILE_NUMBER}"}}}}"#),
        ),
        (
            422,
            format!(r#"{{"message":"{MOBILE_NUMBER}","errors":{{"code":"{OTP}"}}}}"#),
        ),
        (
            500,
            format!(r#"{{"error":{{"code":"X","fields":{{"code":{OTP}}}}}}}"#),
        ),
        (
            502,
            format!("<html>{OTP} {MOBILE_NUMBER} {API_KEY} {CHECKOUT}</html>"),
        ),
        (302, CHECKOUT.to_owned()),
        (
            200,
            format!(r#"{{"status":200,"result":{{"redirect_url":"javascript:{CHECKOUT}"}}}}"#),
        ),
        (
            200,
            format!(r#"{{"status":200,"result":{{"transaction_id":{{"a":"{CHECKOUT}"}}}}}}"#),
        ),
        (200, format!(r#"{{"status":{OTP},"{MOBILE_NUMBER}":"#)),
    ];
    for (status, body) in &answers {
        assert_hidden(&open().reply(*status, body.as_bytes()).unwrap_err());
        if let Err(error) = confirm().reply(*status, body.as_bytes()) {
            assert_hidden(&error);
        }
    }
}

#[test]
fn t27_errors_of_callbacks_show_neither_key_nor_hash() {
    let secret_key = SecretKey::new(SECRET_KEY).unwrap();
    let verifier = Verifier::new(secret_key.clone());
    let signed = signed_query([("gateway", "mpgs"), ("approved", "1")], &secret_key);
    let expected = signed.rsplit_once("hashed=").unwrap().1;
    for query in [
        signed.clone(),
        signed.replace("approved=1", "approved=2"),
        signed.replace("mpgs", CHECKOUT),
        format!("{CHECKOUT}={CHECKOUT}&hashed={CHECKOUT}"),
        format!("approved={CHECKOUT}&approved={CHECKOUT}"),
        signed_query([("gateway", CHECKOUT)], &secret_key),
        signed_query([("gateway", "mpgs"), ("approved", CHECKOUT)], &secret_key),
    ] {
        let error = mpgs::Callback::verify(&query, &verifier).unwrap_err();
        let shown = shown(&error);
        assert!(
            !shown.contains(SECRET_KEY) && !shown.contains(expected),
            "{query}: {shown}"
        );
        assert!(!shown.contains(CHECKOUT), "{query}: {shown}");
    }
    let json = format!(r#"{{"gateway":"tlync","hashed":"{CHECKOUT}","a":"{MOBILE_NUMBER}"}}"#);
    assert_hidden(&tlync::Callback::verify_json(json.as_bytes(), &verifier).unwrap_err());
}
