//! The messages of panics, which contain the `Debug` output of the values that an application
//! unwraps or compares.

use std::panic;
use std::panic::AssertUnwindSafe;
use std::sync::Mutex;

use plutu_core::MobileNumber;
use plutu_core::Otp;
use plutu_core::Request;
use plutu_http::Client;
use plutu_http::TransportError;

use crate::assert_clean;
use crate::canary::CHECKOUT;
use crate::canary::MOBILE_NUMBER;
use crate::canary::OTP;
use crate::clients::ACCESS_TOKEN;
use crate::clients::credentials;
use crate::requests::checkout;
use crate::requests::confirm;
use crate::requests::open;
use crate::requests::verify;

/// The message of a panic.
fn said(panics: impl FnOnce()) -> String {
    static SAID: Mutex<String> = Mutex::new(String::new());
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

    let _one = ONE_AT_A_TIME.lock().unwrap();
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|info| *SAID.lock().unwrap() = info.to_string()));
    let caught = panic::catch_unwind(AssertUnwindSafe(panics));
    panic::set_hook(hook);
    assert!(caught.is_err(), "nothing panicked");
    SAID.lock().unwrap().clone()
}

#[test]
fn t27_panics_show_no_secret() {
    let otp = || OTP.parse::<Otp<6>>().unwrap();
    let hostile = format!(r#"{{"error":{{"code":"{OTP} {OTP}","message":"{MOBILE_NUMBER}"}}}}"#);
    let panics: [(&str, Panics); 9] = [
        (
            "an assertion",
            Box::new(move || panic!("{:?}", Some(otp()))),
        ),
        (
            "a field",
            Box::new(|| drop(format!("x{OTP}").parse::<Otp<6>>().unwrap())),
        ),
        (
            "a number",
            Box::new(|| drop(format!("x{MOBILE_NUMBER}").parse::<MobileNumber>().unwrap())),
        ),
        (
            "a key",
            Box::new(|| drop(plutu_core::ApiKey::new(format!("{ACCESS_TOKEN}\n")).unwrap())),
        ),
        (
            "a request",
            Box::new(|| panic!("{:?} {:?} {:?}", verify(), confirm(), open())),
        ),
        (
            "a reply",
            Box::new(|| panic!("{:?}", open().reply(200, checkout().as_bytes()))),
        ),
        (
            "an API error",
            Box::new(move || drop(confirm().reply(400, hostile.as_bytes()).unwrap())),
        ),
        (
            "a page",
            Box::new(|| drop(confirm().reply(502, CHECKOUT.as_bytes()).unwrap())),
        ),
        (
            "a client",
            Box::new(|| panic!("{:?}", Client::builder(credentials()))),
        ),
    ];
    for (what, panics) in panics {
        assert_clean(what, &said(panics));
    }
    let leak = said(|| panic!("{OTP}"));
    assert!(
        !crate::canary::found_in(&leak).is_empty(),
        "the control is not found: {leak}"
    );
}

type Panics = Box<dyn FnOnce()>;

/// If a transport panics, the message is only its own.
#[test]
fn a_panic_in_a_transport_adds_nothing() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let client = Client::builder(credentials())
        .transport(
            async |_: http::Request<bytes::Bytes>| -> Result<_, TransportError> {
                panic!("not today")
            },
        )
        .build()
        .unwrap();
    let words = said(|| drop(runtime.block_on(client.send(&confirm()))));
    assert!(words.contains("not today"));
    assert_clean("a transport", &words);
}
