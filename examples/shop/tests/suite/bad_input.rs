//! Callbacks that should not come. Each has an answer, a line in the order's history, and a test.

use std::time::Duration;

use futures_util::future;
use plutu_sandbox::Fault;
use plutu_test_postgres::Server;
use sqlx::PgPool;

use crate::scene::MPGS;
use crate::scene::Order;
use crate::scene::Scene;
use crate::scene::TLYNC;
use crate::scene::approved;
use crate::scene::open_machine;

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_for_an_unknown_order_asks_a_person() {
    let scene = Scene::open().await;
    let body = unknown_tlync(&scene);
    let url = format!("{}/plutu/tlync", scene.shop.url());
    for _ in 0..2 {
        assert_eq!(scene.payer.post_json(&url, &body).await.status, 404);
    }
    let desk = scene.desk().await;
    assert_eq!(desk.matches("<section>").count(), 1, "{desk}");
    assert!(desk.contains("an invoice that the shop does not know"));
    assert!(desk.contains("tlync/UNKNOWN-1"));
    assert_eq!(scene.decide("seen").await.status, 303);

    // At an address that no order has.
    let url = format!(
        "{}/en/orders/{}/return/mpgs",
        scene.shop.url(),
        "0".repeat(32)
    );
    let url = scene.signed(&url, &approved("UNKNOWN-2", "2.60", "USD"));
    assert_eq!(scene.payer.get(&url).await.status, 404);
    assert!(scene.desk().await.contains("mpgs/UNKNOWN-2"));
}

/// A genuine callback for an invoice number that no order has.
fn unknown_tlync(scene: &Scene) -> String {
    let pairs = [
        ("gateway", "tlync"),
        ("approved", "1"),
        ("amount", "12.50"),
        ("invoice_no", "UNKNOWN-1"),
        ("transaction_id", "100900"),
    ];
    plutu_core::callback::signed_json(pairs, &scene.sandbox.secret_key())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_over_another_amount_pays_nothing() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    let invoice_no = scene.open_page(&order, MPGS).await;
    let url = order.page("return/mpgs");
    let low = scene.signed(&url, &approved(invoice_no.as_str(), "0.26", "USD"));
    for _ in 0..3 {
        let answer = scene.payer.get(&low).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains("could not be verified"));
    }
    let page = scene.look(&order).await;
    let line = "another amount or currency was reported";
    assert_eq!(page.matches(line).count(), 1, "{page}");
    assert!(page.contains("waiting for a payment"));
    let desk = scene.desk().await;
    assert!(desk.contains("an amount or currency that is not the order"));
    for (name, value) in [
        ("Reported amount", "0.26 USD"),
        ("Transaction id", "100900"),
    ] {
        let shown = format!("<dt>{name}</dt><dd><bdi dir=\"ltr\">{value}</bdi></dd>");
        assert!(desk.contains(&shown), "{desk}");
    }
    // The callback with the right amount pays the order.
    let right = scene.signed(&url, &approved(invoice_no.as_str(), "2.60", "USD"));
    assert_eq!(scene.payer.get(&right).await.status, 200);
    scene.wait_for(&order, ">shipped ·").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_in_another_currency_pays_nothing() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    let invoice_no = scene.open_page(&order, MPGS).await;
    let url = order.page("return/mpgs");
    let dinars = scene.signed(&url, &approved(invoice_no.as_str(), "2.60", "LYD"));
    for _ in 0..3 {
        assert_eq!(scene.payer.get(&dinars).await.status, 400);
    }
    let page = scene.look(&order).await;
    let line = "another amount or currency was reported";
    assert_eq!(page.matches(line).count(), 1, "{page}");
    assert_eq!(scene.desk().await.matches("<section>").count(), 1);
    // A forged currency leaves no trace.
    let order = scene.order("tea", "dollars").await;
    scene.open_page(&order, MPGS).await;
    let forged = dinars.replace("LYD", "EUR");
    assert_eq!(scene.payer.get(&forged).await.status, 401);
    assert!(!scene.look(&order).await.contains(line));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_is_replayed_to_another_order_settles_only_its_own() {
    let scene = Scene::open().await;
    let (paid, open) = (
        scene.order("tea", "dollars").await,
        scene.order("tea", "dollars").await,
    );
    let url = scene.approve(&paid, MPGS).await;
    scene.open_page(&open, MPGS).await;
    let replayed = url.replace(&paid.url, &open.url);
    assert_ne!(replayed, url);
    for _ in 0..3 {
        assert_eq!(scene.payer.get(&replayed).await.status, 400);
    }
    let page = scene.look(&open).await;
    assert_eq!(page.matches("a callback of another order").count(), 1);
    assert!(page.contains("waiting for a payment"));
    scene.wait_for(&paid, ">shipped ·").await;
    assert_eq!(scene.payer.get(&url).await.status, 200);
    assert!(scene.look(&open).await.contains("waiting for a payment"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_on_two_machines_at_once_settles_once() {
    let test = "a_callback_on_two_machines_at_once_settles_once";
    let Some(server) = Server::private(test) else {
        return;
    };
    let scene = Scene::open_on(server.url()).await;
    let other = open_machine(server.url(), &scene.sandbox).await;
    for round in 0..5 {
        let order = scene.order("tea", "dollars").await;
        let url = scene.approve(&order, MPGS).await;
        let on_other = url.replace(scene.shop.url(), other.url());
        let urls = (0..16).map(|n| if n % 2 == 0 { &url } else { &on_other });
        let answers = future::join_all(urls.map(|url| scene.payer.get(url))).await;
        assert!(answers.iter().all(|answer| answer.status == 200));
        let page = scene.wait_for(&order, ">shipped ·").await;
        let paid = page.matches(" · paid (<").count();
        let repeated = page.matches("<em>changed nothing</em>").count();
        assert_eq!((paid, repeated), (2, 1), "round {round}: {page}");
        assert_eq!(parcels(&server, &order).await, 1);
    }
    assert!(scene.desk().await.contains("Nothing waits for a decision."));
}

/// The number of parcels of an order.
async fn parcels(server: &Server, order: &Order) -> i64 {
    let pool = PgPool::connect(server.url()).await.unwrap();
    let count = sqlx::query_scalar("SELECT COUNT(*) FROM shop_parcels WHERE order_id = $1");
    count.bind(&order.id).fetch_one(&pool).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_before_the_confirm_call_has_returned_settles() {
    let scene = Scene::open().await;
    // The necessary time depends on the machine.
    for seconds in [1, 4, 16, 64] {
        let order = scene.order("tea", "dollars").await;
        scene
            .sandbox
            .fault(Fault::Delay(Duration::from_secs(seconds)));
        let (payer, url) = (scene.payer.clone(), order.page("pay"));
        let confirm = tokio::spawn(async move { payer.post(&url, MPGS).await });
        let payment = scene.sandbox.next_payment().await.unwrap();
        let returned = scene.sandbox.approve(payment.invoice_no()).await.unwrap();
        assert_eq!(scene.payer.get(&returned).await.status, 200);
        let was_early = !confirm.is_finished();
        // The payer, who still waits for the page, is not sent to pay again.
        let answer = confirm.await.unwrap();
        assert_eq!(answer.status, 303);
        if was_early {
            assert_eq!(answer.location(), order.url.replace(scene.shop.url(), ""));
            let page = scene.wait_for(&order, ">shipped ·").await;
            assert!(page.contains(" · paid (<"), "{page}");
            return;
        }
    }
    panic!("the callback was never faster");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_after_a_refund_changes_nothing() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dinars").await;
    let first = scene.open_page(&order, TLYNC).await;
    let second = scene.open_page(&order, TLYNC).await;
    for invoice_no in [&first, &second] {
        scene.sandbox.approve(invoice_no).await.unwrap();
    }
    assert_eq!(scene.decide("refunded").await.status, 303);
    let body = scene.sandbox.callback_body(&second).unwrap();
    let url = format!("{}/plutu/tlync", scene.shop.url());
    for _ in 0..2 {
        assert_eq!(scene.payer.post_json(&url, &body).await.status, 200);
    }
    let page = scene.wait_for(&order, ">shipped ·").await;
    assert_eq!(page.matches(" · paid (<").count(), 3, "{page}");
    assert_eq!(page.matches("<em>changed nothing</em>").count(), 1);
    assert!(scene.desk().await.contains("Nothing waits for a decision."));
}
