//! The scripted transport, through both clients.

use std::error::Error;

use plutu_http::Client;
use plutu_http::SendError;
use plutu_http::TransportErrorKind;
use plutu_http::blocking;
use plutu_http::core::Certainty;
use plutu_http::core::ErrorCode;
use plutu_http::testing::Script;

use crate::clients::AnyClient;
use crate::requests::charge;
use crate::requests::checkout;
use crate::requests::credentials;

const RESULT: &str = r#"{"redirect_url":"https://pay.example/?token=CANARY-CHECKOUT"}"#;

fn clients(script: &Script) -> [AnyClient; 2] {
    let client = Client::builder(credentials()).transport(script.clone());
    let blocking = blocking::Client::builder(credentials()).transport(script.clone());
    [
        AnyClient::Async(client.build().unwrap()),
        AnyClient::Blocking(blocking.build().unwrap()),
    ]
}

fn script() -> Script {
    Script::new()
        .result(RESULT)
        .error(422, "INVALID_OTP")
        .answer(502, "<html>")
        .failure(TransportErrorKind::Connect)
}

#[tokio::test]
async fn answers_are_returned_in_order() {
    for index in 0..2 {
        let script = script();
        let client = &clients(&script)[index];
        let url = client.send(checkout()).await.unwrap().url().to_owned();
        assert_eq!(url, "https://pay.example/?token=CANARY-CHECKOUT");
        assert_eq!(script.answers_left(), 3);

        let error = client.send(charge()).await.unwrap_err();
        assert_eq!(error.api_error().unwrap().code(), &ErrorCode::InvalidOtp);
        assert_eq!(error.certainty(), Certainty::Refused);
        let error = client.send(charge()).await.unwrap_err();
        assert_eq!(error.certainty(), Certainty::Unknown);
        let error = client.send(charge()).await.unwrap_err();
        assert_eq!(error.certainty(), Certainty::NotSent);
        assert_eq!((script.answers_left(), script.requests().len()), (0, 4));
    }
}

#[tokio::test]
async fn a_script_without_an_answer_left_reports_it() {
    let source = |error: &SendError| error.source().unwrap().source().unwrap().to_string();
    for index in 0..2 {
        let script = Script::new().result(RESULT);
        let client = &clients(&script)[index];
        let _redirect = client.send(checkout()).await.unwrap();
        let error = client.send(checkout()).await.unwrap_err();
        assert_eq!(
            source(&error),
            "the script has no answer left for request number 2"
        );
        assert_eq!(error.certainty(), Certainty::Unknown);
        assert_eq!(script.requests().len(), 2);
    }
    let script = Script::new().answer(42, "");
    let error = clients(&script)[0].send(checkout()).await.unwrap_err();
    assert_eq!(source(&error), "invalid status code");
}

#[tokio::test]
async fn requests_are_kept_with_headers_and_fields() {
    let script = script();
    let _redirect = clients(&script)[0].send(checkout()).await.unwrap();
    clients(&script)[1].send(charge()).await.unwrap_err();
    let [open, confirm] = &script.requests()[..] else {
        panic!("not two requests")
    };
    assert_eq!(open.method(), "POST");
    assert_eq!(open.path(), "/api/v1/transaction/desk/open");
    assert_eq!(open.headers()["x-api-key"], "CANARY-API-KEY");
    assert_eq!(open.field("invoice_no").as_deref(), Some("INV-1001"));
    assert_eq!(open.field("code"), None);
    let pairs = [("code", "CANARY-CODE"), ("invoice_no", "INV-1001")];
    assert_eq!(
        confirm.fields(),
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[tokio::test]
async fn debug_shows_no_secret() {
    let script = script();
    for client in clients(&script) {
        _ = client.send(charge()).await;
    }
    for text in [format!("{script:?}"), format!("{:#?}", script.requests())] {
        assert!(
            text.contains("x-api-key") && text.contains("code"),
            "{text}"
        );
        assert!(!text.contains("CANARY"), "{text}");
    }
}
