//! HEAD requests, and where actix-web finds the verifier.

use std::sync::Arc;

use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::gateways::mpgs;
use plutu_core::gateways::tlync;
use plutu_web::Rejection;
use plutu_web::Signed;
use plutu_web::SignedJson;
use plutu_web::SignedPage;

use crate::http1;
use crate::logs;
use crate::on_actix;
use crate::shop::Ledger;
use crate::shop::on_both;

const APPROVED: [(&str, &str); 6] = [
    ("gateway", "mpgs"),
    ("approved", "1"),
    ("amount", "12.50"),
    ("currency", "USD"),
    ("invoice_no", "INV-1"),
    ("transaction_id", "1"),
];

on_both! {
    async fn t17_head_settles_nothing(shop: Shop) {
        let query = signed_query(APPROVED, &shop.sandbox.secret_key());
        let answer = http1::request(shop.address, "HEAD", &format!("/any?{query}")).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, ""));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let answer = http1::request(shop.address, "HEAD", &format!("/any?{query}x")).await;
        assert_eq!(answer.status, 200, "a HEAD says nothing about a signature");
        let answer = http1::request(shop.address, "HEAD", "/tlync/any").await;
        assert_eq!((answer.status, answer.body.as_str()), (200, ""));
        assert_eq!(shop.ledger.handled(), 0);

        for (times, method) in ["GET", "POST"].into_iter().enumerate() {
            let answer = http1::request(shop.address, method, &format!("/any?{query}")).await;
            assert_eq!((answer.status, shop.ledger.handled()), (200, times + 1), "{method}");
        }
    }
}

on_both! {
    async fn t17_head_of_a_route_for_get_settles_nothing(shop: Shop) {
        // axum answers HEAD with the handler for GET. actix-web has no such route.
        let query = signed_query(APPROVED, &shop.sandbox.secret_key());
        let answer = http1::request(shop.address, "HEAD", &format!("/mpgs?{query}")).await;
        assert!([200, 404, 405].contains(&answer.status), "{answer:?}");
        assert_eq!((shop.ledger.handled(), shop.ledger.shipped()), (0, 0));
    }
}

#[test]
fn head_is_rejected_without_a_framework() {
    let secret_key = SecretKey::new("sk_test").unwrap();
    let query = signed_query(APPROVED, &secret_key);
    let verifier = Verifier::new(secret_key);
    assert!(Signed::<mpgs::Callback>::from_query("GET", Some(&query), &verifier).is_ok());
    for head in ["HEAD", "head"] {
        let signed = Signed::<mpgs::Callback>::from_query(head, Some(&query), &verifier);
        assert!(matches!(signed, Err(Rejection::Head)));
        let page = SignedPage::<tlync::Return>::from_query(head, Some(&query), &verifier);
        assert!(matches!(page, Err(Rejection::Head)));
        let signed = SignedJson::<tlync::Callback>::from_body(head, b"{}", &verifier);
        assert!(matches!(signed, Err(Rejection::Head)));
    }
}

#[tokio::test]
async fn actix_without_a_verifier_answers_500_and_says_what_to_add() {
    logs::start();
    let ledger = Arc::<Ledger>::default();
    let address = on_actix::open_without_verifier(Arc::clone(&ledger));
    let query = signed_query(APPROVED, &SecretKey::new("sk_test").unwrap());
    for answer in [
        http1::request(address, "GET", &format!("/mpgs?{query}")).await,
        http1::request(address, "GET", "/tlync/return").await,
        http1::post(address, "/tlync", "application/json", b"{}").await,
    ] {
        assert_eq!((answer.status, answer.body.as_str()), (500, ""));
    }
    assert_eq!(ledger.handled(), 0);
    let log = logs::lines().join("\n");
    assert!(log.contains("ERROR plutu_web"), "{log}");
    let advice = "add `.app_data(web::Data::new(verifier))` with a `plutu_core::";
    assert!(
        log.contains(advice) && log.contains("Verifier` to the `App`"),
        "{log}"
    );
}

#[tokio::test]
async fn actix_uses_the_verifier_of_the_scope() {
    let secret = |text: &str| SecretKey::new(text).unwrap();
    let (one, two) = (secret("sk_one"), secret("sk_two"));
    let ledger = Arc::<Ledger>::default();
    let verifiers = (Verifier::new(one.clone()), Verifier::new(two.clone()));
    let address = on_actix::open_with_scopes(verifiers.0, verifiers.1, ledger);
    for (path, secret_key, status) in [
        ("/one/paid", &one, 200),
        ("/one/paid", &two, 401),
        ("/two/paid", &one, 401),
        ("/two/paid", &two, 200),
    ] {
        let target = format!("{path}?{}", signed_query(APPROVED, secret_key));
        assert_eq!(
            http1::request(address, "GET", &target).await.status,
            status,
            "{path}"
        );
    }
}
