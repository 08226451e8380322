//! What every adapter does in the same way, over real sockets, beyond its contract.

use std::time::Duration;

use http::StatusCode;
use plutu_contract::transport::Fault;
use plutu_contract::transport::Scene;
use plutu_http::TransportErrorKind;
use plutu_http::core::Certainty;
use plutu_http::core::ErrorCode;
use tokio::task::JoinSet;

use crate::clients::ADAPTERS;
use crate::clients::LONG;
use crate::requests::REFUSAL;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::checkout;
use crate::requests::credentials;
use crate::server::Act;
use crate::server::Server;

#[tokio::test]
async fn a_request_has_exactly_these_headers_and_this_form() {
    for (name, make) in ADAPTERS {
        let server = Server::start([Act::answer("200 OK", SUCCESS)]);
        let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
        let reply = client.send(checkout()).await.unwrap();
        assert_eq!(reply.url(), "https://pay.example/?token=CANARY-CHECKOUT");

        let [request] = &server.requests()[..] else {
            panic!("{name}: not one request")
        };
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        assert_eq!(
            lines.next(),
            Some("POST /api/v1/transaction/desk/open HTTP/1.1"),
            "{name}"
        );
        assert_eq!(body, "invoice_no=INV-1001", "{name}");

        let mut headers: Vec<_> = lines.map(str::to_owned).collect();
        headers.sort_unstable();
        let expected = [
            "accept: application/json".to_owned(),
            "authorization: Bearer CANARY-ACCESS-TOKEN".to_owned(),
            "connection: close".to_owned(),
            "content-length: 19".to_owned(),
            "content-type: application/x-www-form-urlencoded".to_owned(),
            format!("host: {}", server.address()),
            format!("user-agent: plutu-http/{}", env!("CARGO_PKG_VERSION")),
            "x-api-key: CANARY-API-KEY".to_owned(),
        ];
        assert_eq!(headers, expected, "{name}");
    }
}

#[tokio::test]
async fn every_request_uses_a_new_connection() {
    for (name, make) in ADAPTERS {
        let server = Server::start([Act::answer("200 OK", SUCCESS)]);
        let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
        for _ in 0..3 {
            let _redirect = client.clone().send(checkout()).await.unwrap();
        }
        assert_eq!(
            (server.connections(), server.requests().len()),
            (3, 3),
            "{name}"
        );
    }
}

#[tokio::test]
async fn the_longest_timeouts_are_no_panic() {
    let (connect, total) = (Duration::MAX / 2, Duration::MAX);
    for (_, make) in ADAPTERS {
        let server = Server::start([Act::answer("200 OK", SUCCESS)]);
        let client = make(credentials(), &server.base_url(), connect, total);
        let _redirect = client.send(checkout()).await.unwrap();
    }
}

#[tokio::test]
async fn a_plutu_error_is_read_with_its_retry_after_header() {
    for (name, make) in ADAPTERS {
        let refused = Act::answer_with("429 Too Many Requests", &["Retry-After: 17"], REFUSAL);
        let server = Server::start([refused]);
        let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
        let error = client.send(charge()).await.unwrap_err();
        assert_eq!(error.certainty(), Certainty::Refused, "{name}: {error:?}");
        let api_error = error.api_error().unwrap();
        assert_eq!(
            (api_error.status(), api_error.code()),
            (429, &ErrorCode::InvalidOtp)
        );
        assert_eq!(api_error.retry_after(), Some(Duration::from_secs(17)));
        assert_eq!(server.requests().len(), 1, "{name}");
    }
}

/// Checks what the contract test and its table do not show: the kind of each error, and its status
/// if one arrived.
#[tokio::test(flavor = "multi_thread")]
async fn each_fault_gives_an_error_of_its_kind() {
    use TransportErrorKind::Connect;
    use TransportErrorKind::Interrupted;
    use TransportErrorKind::Other;
    use TransportErrorKind::ResponseBody;
    use TransportErrorKind::Timeout;
    use TransportErrorKind::TooLarge;

    let ok = Some(StatusCode::OK);
    let table = [
        (Fault::RefusedPort, Connect, None),
        (Fault::ConnectStall, Connect, None),
        (Fault::ClosedUnread, Interrupted, None),
        (Fault::Closed, Interrupted, None),
        (Fault::ResetMidway, Interrupted, None),
        (Fault::Reset, Interrupted, None),
        (Fault::Garbage, Interrupted, None),
        (Fault::CutHead, Interrupted, None),
        (Fault::CutBody, ResponseBody, ok),
        (Fault::CutChunks, ResponseBody, ok),
        (Fault::LargeBody, TooLarge, ok),
        (Fault::EndlessBody, TooLarge, ok),
        (Fault::Silence, Timeout, None),
        (Fault::HeadThenSilence, Timeout, ok),
        (Fault::Trickle, Timeout, ok),
    ];
    let (stalls, others) = table.into_iter().partition(|(fault, ..)| fault.is_stall());
    // Stalls run separately, so that nothing else delays them beyond a time-out.
    for part in [others, stalls] {
        let part: Vec<_> = part;
        let mut sent = JoinSet::new();
        for (adapter, make) in ADAPTERS {
            for (fault, kind, status) in part.clone() {
                sent.spawn(async move {
                    let scene = Scene::of(fault).unwrap();
                    let (connect, total) = timeouts(fault);
                    let client = make(credentials(), scene.base_url(), connect, total);
                    let error = client.send(charge()).await.unwrap_err();
                    let error = error.transport_error().unwrap();
                    let expected = match (*adapter, kind) {
                        // The adapter for tower does not know what the service's errors mean,
                        // except for those that `classify` recognizes. The service here has no
                        // time-out for connecting.
                        ("tower", Interrupted) => Other,
                        ("tower", Connect) if fault.is_stall() => Timeout,
                        _ => kind,
                    };
                    let found = (error.kind(), error.status());
                    assert_eq!(found, (expected, status), "{adapter}: {fault}: {error:?}");
                });
            }
        }
        sent.join_all().await;
    }
}

/// The time-outs for connecting and in total. If a time-out ends the fault, they are long enough
/// for a busy machine. Otherwise, they are so long that they never decide.
pub(crate) fn timeouts(fault: Fault) -> (Duration, Duration) {
    if fault.is_stall() {
        (Duration::from_secs(5), Duration::from_secs(8))
    } else {
        (LONG / 2, LONG)
    }
}
