//! What every adapter does alike, over real sockets.

use std::time::Duration;

use http::StatusCode;
use plutu_http::TransportErrorKind;
use plutu_http::core::Certainty;
use plutu_http::core::ErrorCode;
use plutu_http::core::ReplyError;
use plutu_http::core::reply::Problem;
use plutu_http::transport::MAX_BODY;
use tokio::net::TcpSocket;

use crate::clients::ADAPTERS;
use crate::clients::LONG;
use crate::requests::Charge;
use crate::requests::REFUSAL;
use crate::requests::SUCCESS;
use crate::requests::charge;
use crate::requests::checkout;
use crate::requests::credentials;
use crate::requests::invoice;
use crate::server::Act;
use crate::server::Server;
use crate::server::answer;
use crate::server::json;

/// How long the tests wait for a silence that never ends.
const SHORT: Duration = Duration::from_millis(300);

#[tokio::test]
async fn a_request_is_exactly_this() {
    for (name, make) in ADAPTERS {
        let server = Server::start([Act::Answer(json("200 OK", SUCCESS))]).await;
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
async fn connections_are_kept() {
    for (name, make) in ADAPTERS {
        let server = Server::start([Act::Answer(json("200 OK", SUCCESS))]).await;
        let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
        for _ in 0..3 {
            client.clone().send(checkout()).await.unwrap();
        }
        assert_eq!(
            (server.connections(), server.requests().len()),
            (1, 3),
            "{name}"
        );
    }
}

#[tokio::test]
async fn errors_of_plutu_are_read_with_their_header() {
    for (name, make) in ADAPTERS {
        let refused = answer("429 Too Many Requests", "Retry-After: 17", REFUSAL);
        let server = Server::start([Act::Answer(refused)]).await;
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

#[tokio::test]
async fn no_redirect_is_followed() {
    for (name, make) in ADAPTERS {
        for status in [
            "300 Multiple Choices",
            "301 Moved",
            "302 Found",
            "303 Other",
            "307 Temporary",
            "308 Permanent",
        ] {
            let elsewhere = Server::start([Act::Answer(json("200 OK", SUCCESS))]).await;
            let location = format!(
                "location: {}/transaction/desk/confirm",
                elsewhere.base_url()
            );
            let server = Server::start([Act::Answer(answer(status, &location, SUCCESS))]).await;
            let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
            let error = client.send(charge()).await.unwrap_err();
            let Some(ReplyError::Unexpected(reply)) = error.reply_error() else {
                panic!("{name} {status}: {error:?}")
            };
            assert_eq!(reply.problem(), &Problem::Status, "{name} {status}");
            assert_eq!(error.certainty(), Certainty::Unknown, "{name} {status}");
            assert_eq!(server.requests().len(), 1, "{name} {status}");
            assert_eq!(elsewhere.connections(), 0, "{name} {status}");
        }
    }
}

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    // A port that is taken and not listened on refuses, and nobody else can take it.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let base_url = format!("http://{}", socket.local_addr().unwrap());
    for (name, make) in ADAPTERS {
        let client = make(credentials(), &base_url, LONG / 2, LONG);
        let error = client.send(charge()).await.unwrap_err();
        let transport_error = error.transport_error().unwrap();
        assert_eq!(
            transport_error.kind(),
            TransportErrorKind::Connect,
            "{name}: {error:?}"
        );
        assert_eq!(error.certainty(), Certainty::NotSent, "{name}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_unknown() {
    let garbage = b"\x16\x03\x01 this is not HTTP\r\n\r\n".to_vec();
    let cut = b"HTTP/1.1 200 OK\r\ncontent-le".to_vec();
    let acts = [
        Act::CloseUnread,
        Act::CloseMidway,
        Act::Close,
        Act::AnswerAndClose(garbage),
        Act::AnswerAndClose(cut),
    ];
    for (name, make) in ADAPTERS {
        for act in acts.clone() {
            let server = Server::start([act]).await;
            let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
            let error = client.send(charge()).await.unwrap_err();
            let kind = error.transport_error().unwrap().kind();
            // What a tower service's errors mean beyond connecting, the adapter does not know.
            let expected = match *name {
                "tower" => TransportErrorKind::Other,
                _ => TransportErrorKind::Interrupted,
            };
            assert_eq!(kind, expected, "{name}: {error:?}");
            assert_eq!(error.certainty(), Certainty::Unknown, "{name}");
            assert_eq!(server.connections(), 1, "{name}");
        }
    }
}

#[tokio::test]
async fn a_cut_body_is_unknown_and_its_status_is_kept() {
    let mut cut = json("200 OK", SUCCESS);
    cut.pop();
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"sta\r\n".to_vec();
    for (name, make) in ADAPTERS {
        for bytes in [cut.clone(), chunked.clone()] {
            let server = Server::start([Act::AnswerAndClose(bytes)]).await;
            let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
            let error = client.send(charge()).await.unwrap_err();
            let transport_error = error.transport_error().unwrap();
            assert_eq!(
                transport_error.kind(),
                TransportErrorKind::ResponseBody,
                "{name}: {error:?}"
            );
            assert_eq!(transport_error.status(), Some(StatusCode::OK), "{name}");
            assert_eq!(error.certainty(), Certainty::Unknown, "{name}");
            assert_eq!(server.requests().len(), 1, "{name}");
        }
    }
}

#[tokio::test]
async fn silence_and_bodies_without_end_run_into_the_time_out() {
    let mut stalled = json("200 OK", SUCCESS);
    stalled.pop();
    let endless = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n".to_vec();
    let acts = [
        (Act::Stall, None),
        (Act::AnswerAndStall(stalled), Some(StatusCode::OK)),
        (Act::AnswerAndTrickle(endless), Some(StatusCode::OK)),
    ];
    for (name, make) in ADAPTERS {
        for (act, status) in acts.clone() {
            let server = Server::start([act]).await;
            let client = make(credentials(), &server.base_url(), SHORT / 2, SHORT);
            let error = client.send(charge()).await.unwrap_err();
            let transport_error = error.transport_error().unwrap();
            assert_eq!(
                transport_error.kind(),
                TransportErrorKind::Timeout,
                "{name}: {error:?}"
            );
            // On a loaded machine even the head may come too late.
            assert!([None, status].contains(&transport_error.status()), "{name}");
            assert_eq!(error.certainty(), Certainty::Unknown, "{name}");
            assert!(server.connections() <= 1, "{name}");
        }
    }
}

#[tokio::test]
async fn a_body_is_read_up_to_the_cap_and_no_further() {
    for (name, make) in ADAPTERS {
        let padded = format!("{SUCCESS}{}", " ".repeat(MAX_BODY - SUCCESS.len()));
        let server = Server::start([Act::Answer(json("200 OK", &padded))]).await;
        let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
        client.send(charge()).await.unwrap();

        // After twice the cap the server stalls: who reads on meets the time-out instead of the cap.
        let mut endless = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        endless.resize(2 * MAX_BODY, b' ');
        let server = Server::start([Act::AnswerAndStall(endless)]).await;
        let client = make(credentials(), &server.base_url(), LONG / 40, LONG / 20);
        let error = client.send(charge()).await.unwrap_err();
        let transport_error = error.transport_error().unwrap();
        assert_eq!(
            transport_error.kind(),
            TransportErrorKind::TooLarge,
            "{name}: {error:?}"
        );
        assert_eq!(transport_error.status(), Some(StatusCode::OK), "{name}");
    }
}

#[tokio::test]
async fn a_compressed_body_is_not_unpacked() {
    let gzip =
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\x1f\x8b\x08\x00";
    for (name, make) in ADAPTERS {
        let server = Server::start([Act::Answer(gzip.to_vec())]).await;
        let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
        let error = client.send(charge()).await.unwrap_err();
        let Some(ReplyError::Unexpected(reply)) = error.reply_error() else {
            panic!("{name}: {error:?}")
        };
        assert_eq!(reply.body(), b"\x1f\x8b\x08\x00", "{name}");
        assert_eq!(error.certainty(), Certainty::Unknown, "{name}");
    }
}

#[tokio::test]
async fn a_kept_connection_that_closes_after_reading_sends_nothing_again() {
    for (name, make) in ADAPTERS {
        let server = Server::start([Act::Answer(json("200 OK", SUCCESS)), Act::Close]).await;
        let client = make(credentials(), &server.base_url(), LONG / 2, LONG);
        client.send(Charge(invoice("INV-1"))).await.unwrap();
        let error = client.send(Charge(invoice("INV-2"))).await.unwrap_err();
        assert_eq!(error.certainty(), Certainty::Unknown, "{name}: {error:?}");
        let requests = server.requests();
        assert_eq!(requests.len(), 2, "{name}");
        assert!(requests[0].ends_with("INV-1") && requests[1].ends_with("INV-2"));
    }
}
