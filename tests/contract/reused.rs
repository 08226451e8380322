//! Connections that were used before and that the server closed meanwhile.

use plutu_contract::transport::Act;
use plutu_contract::transport::Fault;
use plutu_contract::transport::Server;
use plutu_contract::transport::Then;
use plutu_http::core::Certainty;
use plutu_http::core::gateways::sadad;

use crate::clients::Adapter;
use crate::matrix::timeouts;

/// Whether the client notices in time is a matter of luck; that nothing goes out twice is not.
#[tokio::test]
async fn a_kept_connection_that_was_closed_meanwhile_sends_nothing_twice() {
    for adapter in Adapter::ALL {
        let success = r#"{"status":200,"result":{}}"#;
        let server = Server::start([Act::answer("200 OK", success).then(Then::Close)]).unwrap();
        let (connect, total) = timeouts(Fault::Closed);
        let client = adapter.client(&server.base_url(), connect, total);
        for number in 0..50 {
            let sent = client.send(charge(number)).await;
            let invoice = format!("invoice_no=INV-{number}.");
            let requests = server.requests();
            let received = requests
                .iter()
                .filter(|request| request.text().ends_with(&invoice));
            let received = received.count();
            let what = format!("{} {number}: {sent:?}", adapter.name());
            match sent {
                Ok(_) => assert_eq!(received, 1, "{what}"),
                Err(error) => {
                    assert!(received <= 1, "{what}");
                    // Nothing was sent, or nothing is known.
                    assert!(
                        error.certainty() != Certainty::NotSent || received == 0,
                        "{what}"
                    );
                    assert_ne!(error.certainty(), Certainty::Refused, "{what}");
                }
            }
        }
    }
}

fn charge(number: u32) -> sadad::Confirm {
    sadad::Confirm::builder()
        .process_id("1".parse().unwrap())
        .code("111111".parse().unwrap())
        .amount("12.50".parse().unwrap())
        .invoice_no(format!("INV-{number}.").parse().unwrap())
        .build()
}
