//! Bodies: their size, their content type, and their content.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use actix_web::dev::Payload;
use axum::body::Body;
use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream;
use plutu_core::CallbackError;
use plutu_core::InvoiceNo;
use plutu_core::Verifier;
use plutu_core::gateways::tlync;
use plutu_web::MAX_BODY;
use plutu_web::Rejection;
use plutu_web::SignedJson;

use crate::forgeries::assert_refused;
use crate::http1;
use crate::http1::exchange;
use crate::http1::head;
use crate::shop::Shop;
use crate::shop::coast_secret;
use crate::shop::on_both;

/// The body of a genuine callback that the shop has received once.
async fn genuine(shop: &Shop) -> String {
    let invoice_no: InvoiceNo = shop.order_tlync().await;
    shop.approve(&invoice_no).await;
    assert_eq!(shop.ledger.shipped(), 1);
    shop.sandbox.callback_body(&invoice_no).unwrap()
}

on_both! {
    async fn broken_and_forged_bodies_are_rejected(shop: Shop) {
        for (status, body, what) in [
            (400, "", "nothing"),
            (400, "{", "broken JSON"),
            (400, "[]", "no object"),
            (400, "approved=1&invoice_no=INV-3", "a form"),
            (400, r#"{"approved":1}"#, "no hash"),
            (400, r#"{"approved":1,"approved":1,"hashed":"0"}"#, "a duplicate"),
            (400, r#"{"approved":{"a":1},"hashed":"0"}"#, "a nested value"),
            (400, "{\"approved\":\"\u{0}\"}", "a control character"),
        ] {
            assert_refused(&shop, &shop.post("/tlync", body).await, status, what);
        }
        let hash = "0123456789ABCDEF".repeat(4);
        let body = format!(r#"{{"gateway":"tlync","approved":1,"hashed":"{hash}"}}"#);
        assert_refused(&shop, &shop.post("/tlync", &body).await, 401, "a forged hash");
        let not_utf8 = http1::post(shop.address, "/tlync", "application/json", b"{\"a\":\"\xff\"}").await;
        assert_refused(&shop, &not_utf8, 400, "not UTF-8");
    }
}

on_both! {
    async fn a_changed_body_is_rejected(shop: Shop) {
        let body = genuine(&shop).await;
        for changed in [body.replace("\"40.00\"", "\"1.00\""), body.replace("INV-3", "INV-4")] {
            assert_ne!(changed, body);
            assert_eq!(shop.post("/tlync", &changed).await.status, 401);
        }
        let twice = body.replacen('{', r#"{"amount":"1.00","#, 1);
        assert_eq!(shop.post("/tlync", &twice).await.status, 400);
        assert_eq!(shop.ledger.handled(), 1);
    }
}

on_both! {
    async fn any_content_type_is_read(shop: Shop) {
        let body = genuine(&shop).await;
        for content_type in ["text/plain", "application/x-www-form-urlencoded", "text/html;charset=x", "*"] {
            let answer = http1::post(shop.address, "/tlync", content_type, body.as_bytes()).await;
            assert_eq!(answer.status, 200, "{content_type}");
        }
        let bare = format!("content-length: {}\r\n", body.len());
        let answer = exchange(shop.address, &head("POST", "/tlync", &bare), body.as_bytes()).await;
        assert_eq!((answer.status, shop.ledger.handled()), (200, 6));
    }
}

on_both! {
    async fn t10_a_body_ends_at_8_kib(shop: Shop) {
        // Exactly as long as the limit. It is rejected as malformed, because it has no signature.
        let padding = "x".repeat(MAX_BODY - r#"{"a":""}"#.len());
        let longest = format!(r#"{{"a":"{padding}"}}"#);
        assert_eq!(longest.len(), 8_192);
        assert_refused(&shop, &shop.post("/tlync", &longest).await, 400, "8 KiB");
        assert_refused(&shop, &shop.post("/tlync", &format!("{longest} ")).await, 413, "a byte more");
        for (len, what) in [(9 * 1_024, "9 KiB"), (10 * 1_024 * 1_024, "10 MiB")] {
            assert_refused(&shop, &shop.post("/tlync", &"x".repeat(len)).await, 413, what);
        }
    }
}

on_both! {
    async fn t10_a_body_without_an_end_is_answered_before_it_ends(shop: Shop) {
        // 10 MiB are announced, 16 KiB arrive, and the connection stays open.
        let announced = head("POST", "/tlync", "content-length: 10485760\r\n");
        let answer = exchange(shop.address, &announced, "x".repeat(16 * 1_024).as_bytes()).await;
        assert_refused(&shop, &answer, 413, "announced");

        let chunk = format!("400\r\n{}\r\n", "x".repeat(0x400));
        let chunked = head("POST", "/tlync", "transfer-encoding: chunked\r\n");
        let answer = exchange(shop.address, &chunked, chunk.repeat(9).as_bytes()).await;
        assert_refused(&shop, &answer, 413, "in chunks");
    }
}

on_both! {
    async fn a_body_in_chunks_is_read(shop: Shop) {
        let body = genuine(&shop).await;
        let (first, second) = body.split_at(10);
        let chunks = format!("a\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n", second.len());
        let chunked = head("POST", "/tlync", "transfer-encoding: chunked\r\n");
        let answer = exchange(shop.address, &chunked, chunks.as_bytes()).await;
        assert_eq!((answer.status, shop.ledger.handled()), (200, 2));
    }
}

/// Returns a body of 10 MiB in pieces of 1 KiB, and a counter of the pieces that were read.
fn counted<E>() -> (impl Stream<Item = Result<Bytes, E>>, Arc<AtomicUsize>) {
    let taken = Arc::<AtomicUsize>::default();
    let counter = Arc::clone(&taken);
    let pieces = (0..10 * 1_024).map(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        Ok(Bytes::from_static(&[b'x'; 1_024]))
    });
    (stream::iter(pieces), taken)
}

#[tokio::test]
async fn t10_axum_stops_reading_a_body_when_it_is_too_long() {
    use axum::extract::DefaultBodyLimit;
    use axum::extract::FromRequest as _;

    // The limit of the application makes no difference.
    for limit in [DefaultBodyLimit::disable(), DefaultBodyLimit::max(1 << 30)] {
        let (body, taken) = counted::<Infallible>();
        let mut request = axum::http::Request::post("/")
            .body(Body::from_stream(body))
            .unwrap();
        limit.apply(&mut request);
        let verifier = Verifier::new(coast_secret());
        let rejection = SignedJson::<tlync::Callback>::from_request(request, &verifier)
            .await
            .unwrap_err();
        assert!(
            matches!(rejection, Rejection::Callback(CallbackError::TooLarge)),
            "{rejection:?}"
        );
        assert_eq!(taken.load(Ordering::SeqCst), 9);
    }
}

#[test]
fn t10_actix_stops_reading_a_body_when_it_is_too_long() {
    actix_web::rt::System::new().block_on(actix_stops_reading());
}

async fn actix_stops_reading() {
    use actix_web::FromRequest as _;
    use actix_web::error::PayloadError;
    use actix_web::web::PayloadConfig;

    let (body, taken) = counted::<PayloadError>();
    let mut payload = Payload::Stream {
        payload: Box::pin(body) as Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>>,
    };
    let request = actix_web::test::TestRequest::post()
        .app_data(PayloadConfig::new(1 << 30))
        .app_data(Verifier::new(coast_secret()))
        .to_http_request();
    let rejection = SignedJson::<tlync::Callback>::from_request(&request, &mut payload)
        .await
        .unwrap_err();
    assert!(
        matches!(rejection, Rejection::Callback(CallbackError::TooLarge)),
        "{rejection:?}"
    );
    assert_eq!(taken.load(Ordering::SeqCst), 9);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_rejected() {
    use axum::extract::FromRequest as _;

    let body = stream::iter([
        Ok(Bytes::from_static(b"{")),
        Err(std::io::Error::other("gone")),
    ]);
    let request = axum::http::Request::post("/")
        .body(Body::from_stream(body))
        .unwrap();
    let verifier = Verifier::new(coast_secret());
    let rejection = SignedJson::<tlync::Callback>::from_request(request, &verifier)
        .await
        .unwrap_err();
    assert!(matches!(rejection, Rejection::Body(_)), "{rejection:?}");
    assert_eq!(rejection.status(), 400);
}
