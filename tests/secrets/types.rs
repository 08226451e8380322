//! The `Debug` output of every type that contains a secret, and the traits that such a type must
//! not implement.

use std::fmt::Debug;
use std::fmt::Display;
use std::hash::Hash;
use std::marker::PhantomData;

use plutu_contract::transport::Act;
use plutu_contract::transport::Server;
use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::BirthYear;
use plutu_core::Credentials;
use plutu_core::Email;
use plutu_core::Form;
use plutu_core::InvoiceNo;
use plutu_core::MobileNumber;
use plutu_core::Otp;
use plutu_core::PlainText;
use plutu_core::Redirect;
use plutu_core::Request;
use plutu_core::SadadNumber;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::gateways::adfali;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::sadad;
use plutu_http::Client;
use plutu_http::SendError;
use plutu_http::blocking;
use plutu_sandbox::Sandbox;
use serde::Serialize;

use crate::assert_clean;
use crate::canary::CHECKOUT;
use crate::canary::EMAIL;
use crate::canary::MOBILE_NUMBER;
use crate::canary::OTP;
use crate::canary::SECRET_KEY;
use crate::clients::ACCESS_TOKEN;
use crate::clients::API_KEY;
use crate::clients::Adapter;
use crate::clients::AnyClient;
use crate::clients::credentials;
use crate::requests::checkout;
use crate::requests::confirm;
use crate::requests::open;
use crate::requests::verify;

#[track_caller]
fn assert_hidden(value: &impl Debug) {
    let shown = format!("{value:?} {value:#?}");
    assert_clean(&shown, &shown);
}

#[test]
fn t27_fields_and_keys() {
    assert_hidden(&credentials());
    assert_hidden(credentials().api_key());
    assert_hidden(credentials().access_token());
    let secret_key = SecretKey::new(SECRET_KEY).unwrap();
    assert_hidden(&secret_key);
    assert_hidden(&Verifier::new(secret_key.clone()));
    assert_hidden(&Verifier::new(SecretKey::new("sk_new").unwrap()).with_previous(secret_key));
    assert_hidden(&OTP.parse::<Otp<6>>());
    assert_hidden(&MOBILE_NUMBER.parse::<MobileNumber>());
    assert_hidden(&MOBILE_NUMBER.parse::<SadadNumber>());
    assert!(!format!("{:?}", EMAIL.parse::<Email>().unwrap()).contains(EMAIL));
    assert!(!format!("{:?}", "1990".parse::<BirthYear>().unwrap()).contains("1990"));
}

#[test]
fn requests() {
    for wire in [verify().wire(), confirm().wire(), open().wire()] {
        assert_hidden(&wire);
    }
    let mut form = Form::default();
    form.push("code", &OTP.parse::<Otp<6>>().unwrap());
    assert_hidden(&form);
    let adfali = adfali::Verify::builder()
        .mobile_number(MOBILE_NUMBER.parse().unwrap())
        .amount("1".parse().unwrap());
    assert_hidden(&adfali.build());
    assert_hidden(&verify());
    assert_hidden(&confirm());
    assert_hidden(&open());
    let open = format!("{:?}", open());
    for hidden in [EMAIL, "192.0.2.77", "key=77"] {
        assert!(!open.contains(hidden), "{open}");
    }
}

#[test]
fn replies_and_callbacks() {
    let redirect: Redirect = open().reply(200, checkout().as_bytes()).unwrap();
    assert!(redirect.url().contains(CHECKOUT));
    assert_hidden(&redirect);
    let challenge = verify()
        .reply(200, br#"{"status":200,"result":{"process_id":"1"}}"#)
        .unwrap();
    assert_hidden(&challenge);
    assert_hidden(
        &sadad::Confirm::answering(&challenge, challenge.amount())
            .unwrap()
            .code(OTP.parse().unwrap())
            .invoice_no("I".parse().unwrap())
            .build(),
    );
    let receipt = confirm()
        .reply(200, br#"{"status":200,"result":{"transaction_id":"1"}}"#)
        .unwrap();
    assert_hidden(&receipt);

    let secret_key = SecretKey::new(SECRET_KEY).unwrap();
    let pairs = [
        ("gateway", "mpgs"),
        ("approved", "1"),
        ("amount", "12.50"),
        ("currency", "USD"),
        ("invoice_no", "INV-1001"),
        ("transaction_id", "1"),
    ];
    let query = signed_query(pairs, &secret_key);
    let hash = query.rsplit_once("hashed=").unwrap().1.to_owned();
    let callback = mpgs::Callback::verify(&query, &Verifier::new(secret_key)).unwrap();
    assert_hidden(&callback);
    assert!(!format!("{callback:?}").contains(&hash));
    let settled = callback.settle(&"INV-1001".parse().unwrap(), "12.50".parse().unwrap());
    assert_hidden(&settled.unwrap());
}

#[tokio::test]
async fn clients_and_servers() {
    for adapter in Adapter::ALL {
        let second = std::time::Duration::from_secs(1);
        match adapter.client("https://plutu.example", second, 2 * second) {
            AnyClient::Async(client) => assert_hidden(&client),
            AnyClient::Blocking(client) => assert_hidden(&client),
        }
    }
    let base_url = format!("https://user:{ACCESS_TOKEN}@plutu.example/?{API_KEY}");
    assert_hidden(&Client::builder(credentials()).base_url(base_url.clone()));
    assert_hidden(&blocking::Client::builder(credentials()).base_url(base_url));

    let server = Server::start([Act::answer("200 OK", "{}")]).unwrap();
    let client = Client::builder(credentials())
        .base_url(server.base_url())
        .build()
        .unwrap();
    drop(client.send(&confirm()).await);
    let requests = server.requests();
    assert!(requests[0].text().contains(OTP) && requests[0].text().contains(API_KEY));
    assert_hidden(&requests);
    assert_hidden(&server);

    let sandbox = Sandbox::start().await.unwrap();
    let shown = format!("{sandbox:?} {sandbox:#?}");
    for secret in [
        sandbox.secret_key().expose(),
        sandbox.credentials().api_key().expose(),
        sandbox.credentials().access_token().expose(),
    ] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

struct Probe<T>(PhantomData<T>);

/// Used unless the type implements the trait itself.
trait Otherwise {
    const DISPLAYS: bool = false;
    const SERIALIZES: bool = false;
    const COMPARES: bool = false;
    const HASHES: bool = false;
}

impl<T> Otherwise for Probe<T> {}

impl<T: Display> Probe<T> {
    const DISPLAYS: bool = true;
}

impl<T: Serialize> Probe<T> {
    const SERIALIZES: bool = true;
}

impl<T: PartialEq> Probe<T> {
    const COMPARES: bool = true;
}

impl<T: Hash> Probe<T> {
    const HASHES: bool = true;
}

macro_rules! assert_no_display {
    ($($name:ty),*) => {
        $(const { assert!(!Probe::<$name>::DISPLAYS) };)*
    };
}

#[test]
fn t27_no_secret_has_a_display() {
    assert_no_display!(
        ApiKey,
        AccessToken,
        SecretKey,
        Credentials,
        Verifier,
        Otp<4>,
        Otp<6>,
        MobileNumber,
        SadadNumber,
        BirthYear,
        Email,
        PlainText,
        Redirect,
        plutu_core::WireRequest
    );
    const { assert!(Probe::<SendError>::DISPLAYS) };
}

/// `expose` is the only way to read a hidden value. Comparing and sorting would read it too.
#[test]
fn no_secret_can_be_compared() {
    macro_rules! assert_not_comparable {
        ($($name:ty),*) => {
            $(const { assert!(!Probe::<$name>::COMPARES && !Probe::<$name>::HASHES) };)*
        };
    }
    assert_not_comparable!(
        ApiKey,
        AccessToken,
        SecretKey,
        Credentials,
        Verifier,
        Otp<4>,
        Otp<6>,
        MobileNumber,
        SadadNumber,
        BirthYear,
        Email,
        PlainText,
        Redirect
    );
    const { assert!(Probe::<InvoiceNo>::COMPARES && Probe::<InvoiceNo>::HASHES) };
}

/// Types that are stored or sent implement serde. A key must not.
#[test]
fn no_key_has_serde() {
    const { assert!(!Probe::<ApiKey>::SERIALIZES) };
    const { assert!(!Probe::<AccessToken>::SERIALIZES) };
    const { assert!(!Probe::<SecretKey>::SERIALIZES) };
    const { assert!(!Probe::<Credentials>::SERIALIZES) };
    const { assert!(!Probe::<Redirect>::SERIALIZES) };
    const { assert!(Probe::<sadad::Challenge>::SERIALIZES) };
}
