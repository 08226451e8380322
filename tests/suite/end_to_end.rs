//! Payments over TCP: the client on one side, the sandbox on the other.

use plutu_core::Certainty;
use plutu_core::Credentials;
use plutu_core::ErrorCode;
use plutu_core::Settlement;
use plutu_core::Verifier;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_http::Client;
use plutu_sandbox::Sandbox;

fn client(sandbox: &Sandbox, credentials: Credentials) -> Client {
    Client::builder(credentials)
        .base_url(sandbox.base_url())
        .build()
        .unwrap()
}

fn query(url: &str) -> &str {
    url.split_once('?').unwrap().1
}

fn mpgs_request(invoice_no: &str) -> mpgs::Confirm {
    mpgs::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no(invoice_no.parse().unwrap())
        .return_url("https://shop.example/paid?order=77".parse().unwrap())
        .build()
}

#[tokio::test]
async fn an_approved_payment_settles_its_order() {
    let sandbox = Sandbox::start().await.unwrap();
    let request = mpgs_request("INV-1001");
    let page = client(&sandbox, sandbox.credentials())
        .send(&request)
        .await
        .unwrap();
    assert!(page.url().starts_with("http://127.0.0.1:"));

    let url = sandbox.approve(&request.invoice_no).await.unwrap();
    assert!(
        url.starts_with("https://shop.example/paid?order=77&gateway=mpgs&approved=1&"),
        "{url}"
    );
    let callback =
        mpgs::Callback::verify(query(&url), &Verifier::new(sandbox.secret_key())).unwrap();
    let settlement = callback
        .settle(&request.invoice_no, request.amount)
        .unwrap();
    let Settlement::Paid(paid) = settlement else {
        panic!("{settlement:?}")
    };
    assert_eq!(paid.invoice_no(), &request.invoice_no);
    assert!(paid.transaction_id().is_some());
}

#[tokio::test]
async fn a_canceled_payment_leaves_its_order_unpaid() {
    let sandbox = Sandbox::start().await.unwrap();
    let request = local_bank_cards::Confirm::builder()
        .amount("75".parse().unwrap())
        .invoice_no("INV-1002".parse().unwrap())
        .return_url("https://shop.example/paid".parse().unwrap())
        .customer_ip("192.0.2.1".parse().unwrap())
        .build();
    let _page = client(&sandbox, sandbox.credentials())
        .send(&request)
        .await
        .unwrap();

    let url = sandbox.cancel(&request.invoice_no).await.unwrap();
    let callback =
        local_bank_cards::Callback::verify(query(&url), &Verifier::new(sandbox.secret_key()));
    let settlement = callback
        .unwrap()
        .settle(&request.invoice_no, request.amount)
        .unwrap();
    assert_eq!(settlement, Settlement::Canceled);
}

#[tokio::test]
async fn no_changed_character_of_a_callback_is_believed() {
    let sandbox = Sandbox::start().await.unwrap();
    let request = mpgs_request("INV-1001");
    let _page = client(&sandbox, sandbox.credentials())
        .send(&request)
        .await
        .unwrap();
    let url = sandbox.approve(&request.invoice_no).await.unwrap();
    let verifier = Verifier::new(sandbox.secret_key());
    let signed = query(&url).strip_prefix("order=77&").unwrap();
    assert!(mpgs::Callback::verify(signed, &verifier).is_ok());
    for position in 0..signed.len() {
        let mut forged = signed.as_bytes().to_vec();
        forged[position] ^= 1;
        let forged = String::from_utf8(forged).unwrap();
        assert!(
            mpgs::Callback::verify(&forged, &verifier).is_err(),
            "{forged}"
        );
    }
}

#[tokio::test]
async fn t19_another_sandboxs_callback_does_not_verify() {
    let (ours, other) = (
        Sandbox::start().await.unwrap(),
        Sandbox::start().await.unwrap(),
    );
    let request = mpgs_request("INV-1001");
    let _page = client(&other, other.credentials())
        .send(&request)
        .await
        .unwrap();
    let url = other.approve(&request.invoice_no).await.unwrap();
    assert!(mpgs::Callback::verify(query(&url), &Verifier::new(ours.secret_key())).is_err());
}

#[tokio::test]
async fn wrong_credentials_are_refused() {
    let (ours, other) = (
        Sandbox::start().await.unwrap(),
        Sandbox::start().await.unwrap(),
    );
    let error = client(&ours, other.credentials())
        .send(&mpgs_request("INV-1001"))
        .await
        .unwrap_err();
    assert_eq!(error.certainty(), Certainty::Refused);
    assert_eq!(error.api_error().unwrap().code(), &ErrorCode::Unauthorized);
    assert_eq!(error.api_error().unwrap().status(), 401);
}

#[tokio::test]
async fn an_invoice_number_is_used_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox, sandbox.credentials());
    let _page = client.send(&mpgs_request("INV-1001")).await.unwrap();
    let error = client.send(&mpgs_request("INV-1001")).await.unwrap_err();
    assert_eq!(
        error.api_error().unwrap().code(),
        &ErrorCode::DuplicatedInvoiceNumber
    );
    assert_eq!(error.certainty(), Certainty::Refused);
    assert_eq!(
        (error.gateway(), error.action(), error.moves_money()),
        ("mpgs", "confirm", false)
    );
}

#[tokio::test]
async fn a_request_to_a_stopped_sandbox_is_not_sent() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox, sandbox.credentials());
    drop(sandbox);
    let error = client.send(&mpgs_request("INV-1001")).await.unwrap_err();
    assert_eq!(error.certainty(), Certainty::NotSent);
}
