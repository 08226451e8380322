//! The sandbox's ten faults with a declared gateway: the certainty that the client reports, and
//! what really happened.

use std::time::Duration;

use plutu_core::Certainty;
use plutu_http::SendError;
use plutu_sandbox::Fault;
use plutu_tests::declared::coast_pay;
use plutu_tests::declared::euro_cards;

use crate::shop::Shop;
use crate::shop::pay;
use crate::shop::settles;

/// The faults of an answer, each with the certainty that the client reports, and whether the
/// request was carried out.
fn faults_of_an_answer() -> [(Fault, Option<Certainty>, bool); 7] {
    let error = Fault::Error {
        status: 400,
        code: "INSUFFICIENT_BALANCE".to_owned(),
    };
    let retry_after = Duration::from_secs(3);
    [
        (error, Some(Certainty::Refused), false),
        (
            Fault::RateLimit { retry_after },
            Some(Certainty::Refused),
            false,
        ),
        (Fault::Html502, Some(Certainty::Unknown), false),
        (Fault::DropBefore, Some(Certainty::Unknown), false),
        (Fault::DropAfter, Some(Certainty::Unknown), true),
        (Fault::CutJson, Some(Certainty::Unknown), true),
        (Fault::Delay(Duration::from_millis(20)), None, true),
    ]
}

fn certainty<T>(sent: &Result<T, SendError>) -> Option<Certainty> {
    sent.as_ref().err().map(SendError::certainty)
}

#[tokio::test]
async fn a_charge_with_a_one_time_password() {
    let shop = Shop::open().await;
    for (number, (fault, expected, is_done)) in faults_of_an_answer().into_iter().enumerate() {
        let invoice_no = format!("INV-{number}");
        let challenge = shop.begin().await.unwrap();
        shop.sandbox.fault(fault.clone());
        let sent = shop
            .client
            .send(&pay(&challenge, &invoice_no, "11111"))
            .await;
        assert_eq!(certainty(&sent), expected, "{fault}");
        let is_paid = shop.sandbox.is_paid(&invoice_no.parse().unwrap());
        assert_eq!(is_paid, is_done, "{fault}");
    }
}

#[tokio::test]
async fn a_request_for_a_page() {
    let shop = Shop::open().await;
    for (number, (fault, expected, is_done)) in faults_of_an_answer().into_iter().enumerate() {
        let euros = shop.euros(&format!("EUR-{number}"));
        let coast = shop.coast(&format!("COAST-{number}"));
        shop.sandbox.fault(fault.clone());
        assert_eq!(
            certainty(&shop.client.send(&euros).await),
            expected,
            "{fault}"
        );
        shop.sandbox.fault(fault.clone());
        assert_eq!(
            certainty(&shop.client.send(&coast).await),
            expected,
            "{fault}"
        );
        for invoice_no in [&euros.invoice_no, &coast.invoice_no] {
            let payment = shop.sandbox.payment(invoice_no);
            assert_eq!(payment.is_some(), is_done, "{fault}");
        }
    }
}

/// The faults of a callback, and how many times the sandbox itself delivers it to the shop. A
/// payer's browser, which this test does not have, would deliver it once more.
#[tokio::test]
async fn a_callback_comes_twice_late_or_never() {
    let shop = Shop::open().await;
    let late = Fault::CallbackLate(Duration::from_millis(50));
    for (number, (fault, visits)) in [(Fault::CallbackTwice, 1), (late, 0), (Fault::NoCallback, 0)]
        .into_iter()
        .enumerate()
    {
        shop.sandbox.fault(fault.clone());
        let euros = shop.approved(&shop.euros(&format!("EUR-{number}"))).await;
        shop.sandbox.fault(fault.clone());
        let coast = shop.approved(&shop.coast(&format!("COAST-{number}"))).await;
        assert_eq!(
            [shop.visits(&euros), shop.visits(&coast)],
            [visits; 2],
            "{fault}"
        );
        let euros = euro_cards::Callback::verify(&euros, &shop.verifier()).unwrap();
        let coast = coast_pay::Callback::verify(&coast, &shop.verifier()).unwrap();
        assert!(settles(&euros) && settles(&coast), "{fault}");
    }
}
