//! The output of serde, and the errors about values that it cannot read.

use plutu_core::BirthYear;
use plutu_core::Email;
use plutu_core::MobileNumber;
use plutu_core::Otp;
use plutu_core::Request;
use plutu_core::SadadNumber;
use plutu_core::gateways::sadad;
use serde::de::DeserializeOwned;

use crate::assert_clean;
use crate::canary::MOBILE_NUMBER;
use crate::canary::OTP;
use crate::requests::verify;

#[test]
fn a_stored_challenge_contains_no_data_about_the_payer() {
    let body = br#"{"status":200,"result":{"process_id":"1"}}"#;
    let challenge: sadad::Challenge = verify().reply(200, body).unwrap();
    assert_clean("the challenge", &serde_json::to_string(&challenge).unwrap());
}

/// A script in a browser may send a number instead of a string.
#[test]
fn errors_do_not_repeat_values_that_cannot_be_read() {
    fn refused<T: DeserializeOwned>(json: &str) {
        let Err(error) = serde_json::from_str::<T>(json) else {
            panic!("{json} was read")
        };
        assert_clean("the error", &format!("{error} {error:?} {error:#?}"));
    }
    let number = MOBILE_NUMBER.trim_start_matches('0');
    for (wrap, after) in [
        ("", ""),
        ("[", "]"),
        ("{\"a\":", "}"),
        ("\"x", "\""),
        ("-", ""),
    ] {
        refused::<Otp<6>>(&format!("{wrap}{OTP}{after}"));
        refused::<Otp<4>>(&format!("{wrap}{OTP}{after}"));
        refused::<MobileNumber>(&format!("{wrap}{number}{after}"));
        refused::<SadadNumber>(&format!("{wrap}{number}{after}"));
        refused::<Email>(&format!("{wrap}{OTP}{after}"));
        refused::<BirthYear>(&format!("{wrap}{OTP}{after}"));
    }
    refused::<Otp<6>>(&format!("\"{OTP}1\""));
    refused::<sadad::Challenge>(&format!(r#"{{"gateway":"sadadapi","process_id":{OTP}}}"#));
}
