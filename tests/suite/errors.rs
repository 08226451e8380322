//! The messages of errors. Users read them, so they are reviewed as prose.

use std::error::Error;
use std::fmt::Write as _;

use plutu_core::Amount;
use plutu_core::ApiKey;
use plutu_core::InvoiceNo;
use plutu_core::Request;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::currency::USD;
use plutu_core::gateways::mpgs;

/// An error and its sources, each on a line.
fn with_sources(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        write!(text, "\n  {cause}").unwrap();
        source = cause.source();
    }
    text
}

fn lines(errors: &[&dyn Error]) -> String {
    errors
        .iter()
        .map(|error| with_sources(*error))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn values_that_are_none() {
    let amount = |text: &str| text.parse::<Amount<USD>>().unwrap_err();
    let invoice_no = |text: &str| text.parse::<InvoiceNo>().unwrap_err();
    let url = |text: &str| text.parse::<mpgs::ReturnUrl>().unwrap_err();
    let told = lines(&[
        &amount(""),
        &amount("INF"),
        &amount("0.001"),
        &amount("0"),
        &amount("99999999999999999999"),
        &invoice_no(""),
        &invoice_no("inv-1\n"),
        &url("javascript:alert(1)"),
        &url("https://shop.example/#x"),
        &url("https://shop.example/?amount=1"),
        &SecretKey::new(" ").unwrap_err(),
        &SecretKey::new("sk\n").unwrap_err(),
        &ApiKey::new("a\r\nb").unwrap_err(),
    ]);
    insta::assert_snapshot!(told);
}

#[test]
fn answers_that_are_no_success() {
    let request = mpgs::Confirm::builder()
        .amount("12.5".parse().unwrap())
        .invoice_no("INV-1001".parse().unwrap())
        .return_url("https://shop.example/".parse().unwrap())
        .build();
    let error = |status, body: &str| request.reply(status, body.as_bytes()).unwrap_err();
    let told = lines(&[
        &error(
            401,
            r#"{"error":{"status":401,"code":"Unauthorized","message":"m"}}"#,
        ),
        &error(422, r#"{"message":"m","errors":{}}"#),
        &error(400, r#"{"error":{"code":"A_NEW_ONE"}}"#),
        &error(502, "<html>"),
        &error(302, ""),
        &error(200, "{}"),
        &error(200, r#"{"status":200,"result":{}}"#),
        &error(
            200,
            r#"{"status":200,"result":{"redirect_url":"http://evil.example"}}"#,
        ),
    ]);
    insta::assert_snapshot!(told);
}

#[test]
fn callbacks_that_are_not_believed() {
    let secret_key = SecretKey::new("sk_test").unwrap();
    let verifier = Verifier::new(secret_key.clone());
    let verify = |query: &str| mpgs::Callback::verify(query, &verifier).unwrap_err();
    let signed = |pairs: &[(&'static str, &'static str)]| {
        verify(&signed_query(pairs.iter().copied(), &secret_key))
    };
    let zeros = "0".repeat(64);
    let told = lines(&[
        &verify("gateway=mpgs"),
        &verify("gateway=mpgs&hashed=abc"),
        &verify(&format!("gateway=mpgs&hashed={zeros}")),
        &verify("approved=1&approved[]=1"),
        &verify(&"x".repeat(9_000)),
        &signed(&[("gateway", "tlync")]),
        &signed(&[("gateway", "mpgs"), ("approved", "1"), ("canceled", "1")]),
        &signed(&[("gateway", "mpgs"), ("approved", "yes")]),
        &signed(&[("gateway", "mpgs"), ("approved", "1")]),
        &signed(&[("gateway", "mpgs"), ("approved", "1"), ("amount", "1e3")]),
    ]);
    insta::assert_snapshot!(told);
}

#[test]
fn orders_that_are_others() {
    let secret_key = SecretKey::new("sk_test").unwrap();
    let pairs = [
        ("gateway", "mpgs"),
        ("approved", "1"),
        ("amount", "12.50"),
        ("currency", "USD"),
        ("invoice_no", "INV-1001"),
        ("transaction_id", "1"),
    ];
    let query = signed_query(pairs, &secret_key);
    let callback = mpgs::Callback::verify(&query, &Verifier::new(secret_key)).unwrap();
    let settle = |invoice_no: &str, amount: &str| {
        callback
            .settle(&invoice_no.parse().unwrap(), amount.parse().unwrap())
            .unwrap_err()
    };
    let told = lines(&[&settle("INV-1002", "12.50"), &settle("INV-1001", "12.51")]);
    insta::assert_snapshot!(told);
}
