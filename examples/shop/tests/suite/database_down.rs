//! The database becomes unavailable, and returns.

use std::time::Duration;

use plutu_sandbox::Delivery;
use plutu_sandbox::Fault;
use plutu_test_postgres::Server;

use crate::scene::MPGS;
use crate::scene::SADAD;
use crate::scene::Scene;
use crate::scene::TLYNC;

#[tokio::test(flavor = "multi_thread")]
async fn without_its_database_the_shop_settles_nothing() {
    let Some(mut server) = Server::private("without_its_database_the_shop_settles_nothing") else {
        return;
    };
    let scene = Scene::open_on(server.url()).await;
    let by_card = scene.order("tea", "dollars").await;
    let card = scene.open_page(&by_card, MPGS).await;
    let by_tlync = scene.order("tea", "dinars").await;
    let tlync = scene.open_page(&by_tlync, TLYNC).await;

    server.stop();
    let url = scene.sandbox.approve(&card).await.unwrap();
    scene.sandbox.approve(&tlync).await.unwrap();
    let returned = scene.payer.get(&url).await;
    assert_eq!(returned.status, 503);
    assert!(returned.body.contains("Your payment is being checked."));
    let delivered = scene.sandbox.wait_for_callback(&tlync).await.unwrap();
    assert_eq!(
        delivered.delivery(),
        Some(Delivery::Answered { status: 503 })
    );
    let pay = scene.pay(&by_card, MPGS).await;
    assert_eq!(pay.status, 503);
    assert!(pay.body.contains("Nothing was paid."));
    assert_eq!(scene.sandbox.payments().len(), 2);

    server.start_again();
    // Nothing was settled meanwhile.
    scene.wait_for(&by_card, "waiting for a payment").await;
    scene.wait_for(&by_tlync, "waiting for a payment").await;
    assert_eq!(scene.payer.get(&url).await.status, 200);
    assert!(scene.sandbox.resend(&tlync).await.unwrap().is_some());
    for order in [&by_card, &by_tlync] {
        let page = scene.wait_for(order, ">shipped ·").await;
        assert!(page.contains("<dd>paid</dd>"), "{page}");
    }
    assert!(scene.desk().await.contains("Nothing waits for a decision."));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_outlasts_a_short_failure_of_the_database() {
    let test = "an_answer_outlasts_a_short_failure_of_the_database";
    let Some(mut server) = Server::private(test) else {
        return;
    };
    let scene = Scene::open_on(server.url()).await;
    // The necessary time depends on the machine.
    for seconds in [1, 4, 16, 64] {
        let order = scene.order("tea", "dinars").await;
        assert_eq!(scene.pay(&order, SADAD).await.status, 303);
        scene
            .sandbox
            .fault(Fault::Delay(Duration::from_secs(seconds)));
        let (payer, url) = (scene.payer.clone(), order.page("password"));
        let charge = tokio::spawn(async move { payer.post(&url, "code=111111").await });
        let invoice_no = order.invoice_no(1);
        scene.sandbox.wait_for_payment(&invoice_no).await.unwrap();
        server.stop();
        let was_away = !charge.is_finished();
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        server.start_again();
        let answer = charge.await.unwrap();
        if was_away && answer.status == 303 {
            let page = scene.wait_for(&order, ">shipped ·").await;
            assert!(page.contains(" · paid (<"), "{page}");
            return;
        }
    }
    panic!("no answer was recorded after the database was away");
}
