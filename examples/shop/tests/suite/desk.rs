//! A person's decisions: about charges with an unknown outcome, and orders that were paid twice.

use std::time::Duration;

use plutu_sandbox::Fault;
use sqlx::SqlitePool;

use crate::scene::ADFALI;
use crate::scene::MPGS;
use crate::scene::Order;
use crate::scene::SADAD;
use crate::scene::Scene;
use crate::scene::approved;

/// A charge whose answer is lost: the money has moved, and the shop does not know.
async fn freeze(scene: &Scene, form: &str, code: &str) -> Order {
    let order = scene.order("tea", "dinars").await;
    assert_eq!(scene.pay(&order, form).await.status, 303);
    scene.sandbox.fault(Fault::DropAfter);
    let lost = scene
        .payer
        .post(&order.page("password"), &format!("code={code}"))
        .await;
    assert_eq!(lost.status, 303, "{}", lost.body);
    order
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_whose_answer_is_lost_is_frozen_and_never_sent_again() {
    let scene = Scene::open().await;
    let order = freeze(&scene, SADAD, "111111").await;
    let page = scene.look(&order).await;
    assert!(page.contains("the money may have been taken"), "{page}");
    assert!(!page.contains("Ways to pay"));
    // Nothing is sent, whatever the payer tries.
    for _ in 0..2 {
        let again = scene
            .payer
            .post(&order.page("password"), "code=111111")
            .await;
        assert_eq!(again.status, 303);
        assert_eq!(scene.pay(&order, ADFALI).await.status, 303);
    }
    assert_eq!(scene.sandbox.payments().len(), 1);

    assert!(scene.desk().await.contains("was the money taken?"));
    assert_eq!(scene.decide("paid").await.status, 303);
    let page = scene.wait_for(&order, ">shipped ·").await;
    assert!(page.contains("found to be paid ·"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_took_no_money_is_paid_again() {
    let scene = Scene::open().await;
    let order = freeze(&scene, ADFALI, "1111").await;
    assert_eq!(scene.decide("not_paid").await.status, 303);
    let page = scene.look(&order).await;
    assert!(page.contains("Ways to pay"), "{page}");
    assert_eq!(scene.pay(&order, ADFALI).await.status, 303);
    let paid = scene.payer.post(&order.page("password"), "code=1111").await;
    assert_eq!(paid.status, 303);
    scene.wait_for(&order, ">shipped ·").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_was_paid_twice_is_refunded_once() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    let first = scene.open_page(&order, MPGS).await;
    let second = scene.open_page(&order, MPGS).await;
    for invoice_no in [&first, &second] {
        let url = scene.sandbox.approve(invoice_no).await.unwrap();
        assert_eq!(scene.payer.get(&url).await.status, 200);
    }
    let desk = scene.desk().await;
    assert!(desk.contains("The order was paid twice."), "{desk}");
    assert!(desk.contains(&format!("<bdi dir=\"ltr\">mpgs/{second}</bdi>")));
    assert_eq!(scene.decide("refunded").await.status, 303);
    assert!(scene.desk().await.contains("Nothing waits for a decision."));
    let page = scene.wait_for(&order, ">shipped ·").await;
    assert!(page.contains("the money was returned ·"));
    assert!(page.contains("<dd>paid</dd>"));
}

/// The worker may have received the task to ship before the refund acknowledged it. The test brings
/// that about by taking back the parcel and the acknowledgment.
#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_was_refunded_after_its_task_was_received_is_not_shipped() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    let url = scene.approve(&order, MPGS).await;
    assert_eq!(scene.payer.get(&url).await.status, 200);
    scene.wait_for(&order, ">shipped ·").await;
    let again = order.invoice_no(1);
    let again = approved(again.as_str(), "2.60", "USD");
    let again = scene.signed(&order.page("return/mpgs"), &again);
    assert_eq!(scene.payer.get(&again).await.status, 200);
    assert_eq!(scene.decide("refunded").await.status, 303);

    let database = SqlitePool::connect(&scene.database_url).await.unwrap();
    let mut transaction = database.begin().await.unwrap();
    for sql in [
        "DELETE FROM shop_parcels",
        "UPDATE plutu_tasks SET acknowledged = FALSE WHERE key LIKE 'ship/%'",
    ] {
        let done = sqlx::query(sql).execute(&mut *transaction).await.unwrap();
        assert_eq!(done.rows_affected(), 1);
    }
    transaction.commit().await.unwrap();

    // The tasks are done in their order, so the worker has seen the first one when the second order
    // is shipped.
    let other = scene.order("tea", "dollars").await;
    let url = scene.approve(&other, MPGS).await;
    assert_eq!(scene.payer.get(&url).await.status, 200);
    scene.wait_for(&other, ">shipped ·").await;
    assert!(!scene.look(&order).await.contains(">shipped ·"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_decide_the_same_once() {
    let scene = Scene::open().await;
    let order = freeze(&scene, SADAD, "111111").await;
    let task = format!("ask/frozen/sadadapi/{}", order.invoice_no(1));
    let form = format!("task={task}&person=Aisha&verdict=paid");
    let desk = scene.shop.desk_url();
    let (one, other) = tokio::join!(scene.payer.post(desk, &form), scene.payer.post(desk, &form));
    assert_eq!((one.status, other.status), (303, 303));
    let page = scene.wait_for(&order, ">shipped ·").await;
    assert!(page.contains("<dd>paid</dd>"));
    // A contradicting decision comes too late, because the task is done.
    let form = format!("task={task}&person=Omar&verdict=not_paid");
    assert_eq!(scene.payer.post(desk, &form).await.status, 303);
    assert!(scene.look(&order).await.contains("<dd>paid</dd>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_who_leaves_does_not_stop_the_charge() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dinars").await;
    assert_eq!(scene.pay(&order, SADAD).await.status, 303);
    scene.sandbox.fault(Fault::Delay(Duration::from_secs(1)));
    let (payer, url) = (scene.payer.clone(), order.page("password"));
    let leaving = tokio::spawn(async move { payer.post(&url, "code=111111").await });
    let invoice_no = order.invoice_no(1);
    scene.sandbox.wait_for_payment(&invoice_no).await.unwrap();
    // The payer's connection is closed. Plutu's answer comes later.
    leaving.abort();
    let page = scene.wait_for(&order, ">shipped ·").await;
    assert!(page.contains("<dd>paid</dd>"), "{page}");
    assert!(scene.desk().await.contains("Nothing waits for a decision."));
}
