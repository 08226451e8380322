//! Payments with each gateway are approved, canceled and declined. Callbacks that were tampered
//! with are explained.

use plutu_core::CallbackError;
use plutu_core::Certainty;
use plutu_core::ErrorCode;
use plutu_core::Gateway as _;
use plutu_core::Settlement;
use plutu_core::callback::Cause;
use plutu_core::callback::explain_described;
use plutu_core::gateways::mpgs;
use plutu_http::SendError;
use plutu_sandbox::Sandbox;
use plutu_tests::declared::coast_pay;
use plutu_tests::declared::euro_cards;
use plutu_tests::declared::harbor_wallet;

use crate::shop::Shop;
use crate::shop::pay;
use crate::shop::query;
use crate::shop::settles;

#[tokio::test]
async fn mpgs_in_euros() {
    let shop = Shop::open().await;
    let returned = shop.approved(&shop.euros("INV-1")).await;
    assert!(
        returned.starts_with("gateway=mpgs&approved=1&amount=12.50&currency=EUR&invoice_no=INV-1&"),
        "{returned}"
    );
    let callback = euro_cards::Callback::verify(&returned, &shop.verifier()).unwrap();
    assert!(settles(&callback));
    // The declared gateway replaces the built-in one, which takes dollars.
    let dollars = mpgs::Callback::verify(&returned, &shop.verifier()).unwrap_err();
    assert!(matches!(
        dollars,
        CallbackError::BadValue {
            key: "currency",
            ..
        }
    ));
}

#[tokio::test]
async fn a_wallet_with_a_password_of_five_digits() {
    let shop = Shop::open().await;
    assert_eq!(Sandbox::otp::<harbor_wallet::Gateway>(), Some("11111"));
    let challenge = shop.begin().await.unwrap();
    let wrong = shop.client.send(&pay(&challenge, "INV-1", "54321")).await;
    let wrong = wrong.unwrap_err();
    assert_eq!(code(&wrong), Some(&ErrorCode::InvalidOtp));
    assert_eq!(wrong.certainty(), Certainty::Refused);

    let receipt = shop.client.send(&pay(&challenge, "INV-1", "11111")).await;
    let paid = receipt.unwrap();
    let paid = paid.settle(&"INV-1".parse().unwrap(), "3.00".parse().unwrap());
    assert_eq!(paid.unwrap().key().to_string(), "harborwallet/INV-1");
    assert!(shop.sandbox.is_paid(&"INV-1".parse().unwrap()));
}

/// The sandbox applies the checks of the author's own type, and does not show values that the type
/// hides.
#[tokio::test]
async fn a_field_of_the_authors_own_type() {
    let shop = Shop::open().await;
    let sent = post(&shop, "harborwallet/begin", "wallet=W12&amount=3.00").await;
    let error = &sent["error"];
    assert_eq!(error["code"], "INVALID_INPUTS");
    assert_eq!(error["fields"]["wallet"][0], "it is not W and six digits");

    shop.begin().await.map(drop).unwrap();
    let origin = shop
        .sandbox
        .base_url()
        .trim_end_matches("/api/v1")
        .to_owned();
    let calls = reqwest::get(format!("{origin}/_sandbox/calls"))
        .await
        .unwrap();
    let calls = calls.text().await.unwrap();
    assert!(calls.contains("\"wallet\""), "{calls}");
    assert!(!calls.contains("W654321"), "{calls}");
}

#[tokio::test]
async fn a_page_whose_callback_signs_two_more_keys() {
    let shop = Shop::open().await;
    let returned = shop.approved(&shop.coast("INV-1")).await;
    let signed =
        "gateway=coastpay&approved=1&ref=INV-1&amount=7.25&till=B07&counter=harbor&transaction_id=";
    assert!(returned.starts_with(signed), "{returned}");
    let callback = coast_pay::Callback::verify(&returned, &shop.verifier()).unwrap();
    assert!(settles(&callback));
    assert_eq!(callback.till(), &"B07".parse().unwrap());
    assert_eq!(callback.counter(), Some(&coast_pay::Counter::Harbor));

    for (invoice_no, expected) in [
        ("INV-2", Settlement::Canceled),
        ("INV-3", Settlement::Undecided),
    ] {
        let request = shop.coast(invoice_no);
        shop.client.send(&request).await.map(drop).unwrap();
        let url = match expected {
            Settlement::Canceled => shop.sandbox.cancel(&request.invoice_no).await,
            _ => shop.sandbox.decline(&request.invoice_no).await,
        };
        let callback = coast_pay::Callback::verify(query(&url.unwrap()), &shop.verifier()).unwrap();
        let settlement = callback.settle(&request.invoice_no, request.amount);
        assert_eq!(settlement.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_tampered_callback_is_explained() {
    let shop = Shop::open().await;
    let returned = shop.approved(&shop.coast("INV-1")).await;
    let spec = coast_pay::Gateway::SPEC;
    let secrets = [shop.sandbox.secret_key()];
    let explained = |raw: &str| explain_described(spec, spec.callback.unwrap(), raw, &secrets);
    assert!(explained(&returned).is_verified());

    let cheaper = explained(&returned.replace("7.25", "1.00"));
    assert_eq!(cheaper.error(), Some(&CallbackError::SignatureMismatch));
    assert_eq!(cheaper.causes(), []);
    let (signed, hashed) = returned.split_once("&hashed=").unwrap();
    let lower = explained(&format!("{signed}&hashed={}", hashed.to_ascii_lowercase()));
    assert_eq!(lower.causes(), [Cause::LowerCase]);
    let mut sorted: Vec<_> = signed.split('&').collect();
    sorted.sort_unstable();
    let sorted = explained(&format!("{}&hashed={hashed}", sorted.join("&")));
    assert!(matches!(sorted.causes(), [Cause::Order { .. }]), "{sorted}");
}

fn code(error: &SendError) -> Option<&ErrorCode> {
    error.api_error().map(plutu_core::ApiError::code)
}

/// Sends a form as a client in another language would.
async fn post(shop: &Shop, endpoint: &str, form: &'static str) -> serde_json::Value {
    let credentials = shop.sandbox.credentials();
    let url = format!("{}/transaction/{endpoint}", shop.sandbox.base_url());
    let answer = reqwest::Client::new()
        .post(url)
        .bearer_auth(credentials.access_token().expose())
        .header("X-API-KEY", credentials.api_key().expose())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await;
    let body = answer.unwrap().text().await.unwrap();
    serde_json::from_str(&body).unwrap()
}
