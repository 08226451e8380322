//! A payer buys: with each gateway, with a wrong password, and after a cancellation.

use std::time::Duration;

use plutu_orders::Orders;
use plutu_orders::Queue;
use plutu_orders::SqliteStore;
use plutu_sandbox::Fault;
use sqlx::SqlitePool;

use crate::scene::ADFALI;
use crate::scene::LOCAL_BANK_CARDS;
use crate::scene::MPGS;
use crate::scene::SADAD;
use crate::scene::Scene;
use crate::scene::TLYNC;

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_pays_on_a_payment_page() {
    let scene = Scene::open().await;
    for (form, currency, price) in [
        (MPGS, "dollars", "2.60 USD"),
        (LOCAL_BANK_CARDS, "dinars", "12.50 LYD"),
        (TLYNC, "dinars", "12.50 LYD"),
    ] {
        let order = scene.order("tea", currency).await;
        assert!(scene.look(&order).await.contains(price));
        let url = scene.approve(&order, form).await;
        let returned = scene.payer.get(&url).await;
        assert_eq!(returned.status, 200, "{form}: {}", returned.body);
        assert!(returned.body.contains("Your payment is complete."));
        let page = scene.wait_for(&order, ">shipped ·").await;
        assert!(page.contains("<dd>paid</dd>"), "{page}");
        // Reloads, and the same URL in another browser.
        for _ in 0..3 {
            assert_eq!(scene.payer.get(&url).await.status, 200);
        }
        assert!(scene.desk().await.contains("Nothing waits for a decision."));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_pays_with_a_one_time_password() {
    let scene = Scene::open().await;
    for (form, wrong, right) in [(SADAD, "123456", "111111"), (ADFALI, "1234", "1111")] {
        let order = scene.order("tea", "dinars").await;
        let asked = scene.pay(&order, form).await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        assert_eq!(
            format!("{}{}", scene.shop.url(), asked.location()),
            order.page("password")
        );
        let url = order.page("password");
        assert!(scene.payer.get(&url).await.body.contains("was sent"));

        let refused = scene.payer.post(&url, &format!("code={wrong}")).await;
        assert_eq!(refused.status, 402);
        assert!(
            refused
                .body
                .contains("The one-time password is not correct.")
        );
        let paid = scene.payer.post(&url, &format!("code={right}")).await;
        assert_eq!(paid.status, 303, "{}", paid.body);
        let page = scene.wait_for(&order, ">shipped ·").await;
        // Each attempt had its own invoice number.
        assert!(page.contains(&format!("/{}-1<", order.id)), "{page}");
        assert!(page.contains(&format!("/{}-2<", order.id)), "{page}");
        // Nothing is left to pay.
        assert_eq!(scene.payer.get(&url).await.status, 303);
        assert_eq!(scene.pay(&order, form).await.status, 303);
        assert!(!scene.look(&order).await.contains("Ways to pay"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_not_found_by_trying() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dinars").await;
    assert_eq!(scene.pay(&order, ADFALI).await.status, 303);
    let url = order.page("password");
    for code in 2000..2005 {
        let refused = scene.payer.post(&url, &format!("code={code}")).await;
        assert!(refused.body.contains("is not correct"), "{}", refused.body);
    }
    let right = scene.payer.post(&url, "code=1111").await;
    assert_eq!(right.status, 402);
    assert!(right.body.contains("has expired"), "{}", right.body);
    // A new password works.
    assert_eq!(scene.pay(&order, ADFALI).await.status, 303);
    assert_eq!(scene.payer.post(&url, "code=1111").await.status, 303);
    scene.wait_for(&order, "<dd>paid</dd>").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canceled_order_is_paid_by_another_attempt() {
    let scene = Scene::open().await;
    let order = scene.order("rug", "dollars").await;
    let canceled = scene.open_page(&order, MPGS).await;
    assert_eq!(canceled, order.invoice_no(1));
    let url = scene.sandbox.cancel(&canceled).await.unwrap();
    let returned = scene.payer.get(&url).await;
    assert_eq!(returned.status, 200);
    assert!(returned.body.contains("The payment was canceled."));
    assert!(scene.look(&order).await.contains("Ways to pay"));

    let again = scene.approve(&order, MPGS).await;
    assert!(again.contains(order.invoice_no(2).as_str()));
    assert_eq!(scene.payer.get(&again).await.status, 200);
    // The cancellation is sent again.
    let returned = scene.payer.get(&url).await;
    assert!(returned.body.contains("Your payment is complete."));
    scene.wait_for(&order, ">shipped ·").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_order_waits_for_a_person() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    let declined = scene.open_page(&order, MPGS).await;
    let url = scene.sandbox.decline(&declined).await.unwrap();
    let returned = scene.payer.get(&url).await;
    assert_eq!(returned.status, 202);
    assert!(returned.body.contains("is being checked"));
    assert!(!scene.look(&order).await.contains("Ways to pay"));
    assert_eq!(scene.decide("not_paid").await.status, 303);
    assert!(scene.look(&order).await.contains("Ways to pay"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_return_page_of_tlync_is_not_a_payment() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dinars").await;
    scene.sandbox.fault(Fault::NoCallback);
    let url = scene.approve(&order, TLYNC).await;
    let returned = scene.payer.get(&url).await;
    assert_eq!(returned.status, 202);
    assert!(returned.body.contains("is being checked"));
    let page = scene.look(&order).await;
    assert!(
        page.contains("<dd>waiting for a payment's result</dd>"),
        "{page}"
    );

    // The callback comes late.
    let invoice_no = order.invoice_no(1);
    assert!(scene.sandbox.resend(&invoice_no).await.unwrap().is_some());
    scene.wait_for(&order, ">shipped ·").await;
    let returned = scene.payer.get(&url).await;
    assert!(returned.body.contains("Your payment is complete."));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_who_leaves_tlync_may_pay_again() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dinars").await;
    let left = scene.open_page(&order, TLYNC).await;
    let url = scene.sandbox.cancel(&left).await.unwrap();
    let returned = scene.payer.get(&url).await;
    assert_eq!(returned.status, 200);
    assert!(returned.body.contains("was not approved"));
    assert!(scene.look(&order).await.contains("Ways to pay"));
    let url = scene.approve(&order, LOCAL_BANK_CARDS).await;
    assert_eq!(scene.payer.get(&url).await.status, 200);
    scene.wait_for(&order, ">shipped ·").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_payer_mistypes_starts_no_attempt() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dinars").await;
    for (form, sentence) in [
        (
            "way=tlync&mobile_number=12",
            "The mobile number is not correct.",
        ),
        ("way=edfali", "The mobile number is not correct."),
        (
            "way=sadadapi&mobile_number=0913632323&birth_year=x",
            "The mobile number or the birth year is not correct.",
        ),
    ] {
        let told = scene.pay(&order, form).await;
        assert_eq!(told.status, 402);
        assert!(told.body.contains(sentence), "{}", told.body);
    }
    assert!(scene.look(&order).await.contains("Nothing yet."));
    assert!(scene.sandbox.payments().is_empty());
    // A gateway with another currency.
    assert_eq!(scene.pay(&order, MPGS).await.status, 400);
    assert_eq!(scene.pay(&order, "way=gold").await.status, 400);
    assert_eq!(scene.pay(&order, "").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_plutu_refuses_may_be_paid_again() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dinars").await;
    let error = "error-DENIED_ACCESS_GATEWAY".parse().unwrap();
    scene.sandbox.fault(error);
    let told = scene.pay(&order, LOCAL_BANK_CARDS).await;
    assert_eq!(told.status, 402);
    assert!(told.body.contains("Ways to pay"));
    // A lost answer. No money moves before the payer is on the page.
    scene.sandbox.fault(Fault::DropAfter);
    let told = scene.pay(&order, LOCAL_BANK_CARDS).await;
    assert_eq!(told.status, 503);
    assert!(told.body.contains("Ways to pay"));
    assert_eq!(scene.pay(&order, LOCAL_BANK_CARDS).await.status, 303);
    let url = scene.sandbox.approve(&order.invoice_no(3)).await.unwrap();
    assert_eq!(scene.payer.get(&url).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_number_that_plutu_knows_is_followed_by_another() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dinars").await;
    let known: Fault = "error-DUPLICATED_INVOICE_NUMBER".parse().unwrap();
    // No payment page was opened, so nobody is asked, and the next attempt has another number.
    scene.sandbox.fault(known.clone());
    let told = scene.pay(&order, LOCAL_BANK_CARDS).await;
    assert_eq!(told.status, 503);
    assert!(told.body.contains("No money was taken in this attempt."));
    assert!(told.body.contains("Ways to pay"), "{}", told.body);
    assert!(scene.desk().await.contains("Nothing waits for a decision."));
    assert_eq!(
        scene.open_page(&order, LOCAL_BANK_CARDS).await,
        order.invoice_no(2)
    );

    // A charge with that number may have been carried out.
    assert_eq!(scene.pay(&order, ADFALI).await.status, 303);
    scene.sandbox.fault(known);
    let url = order.page("password");
    assert_eq!(scene.payer.post(&url, "code=1111").await.status, 303);
    let page = scene.look(&order).await;
    assert!(page.contains("the money may have been taken"), "{page}");
    assert!(!page.contains("Ways to pay"), "{page}");
    assert!(scene.desk().await.contains("was the money taken?"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shipped_leaves_the_outbox() {
    let scene = Scene::open().await;
    let order = scene.order("tea", "dollars").await;
    let url = scene.approve(&order, MPGS).await;
    assert_eq!(scene.payer.get(&url).await.status, 200);
    scene.wait_for(&order, ">shipped ·").await;
    let pool = SqlitePool::connect(&scene.database_url).await.unwrap();
    let orders = Orders::new(SqliteStore::new(pool));
    // The task is acknowledged a moment after it was done.
    for _ in 0..600 {
        if orders
            .pending(Queue::Shipping, 1)
            .await
            .unwrap()
            .tasks
            .is_empty()
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("what was shipped stays in the outbox");
}
