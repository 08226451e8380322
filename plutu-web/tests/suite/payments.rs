//! Payments from the request to the ledger, with each gateway that has a payment page.

use plutu_core::callback::signed_query;
use plutu_sandbox::Delivery;
use plutu_web::answer::Situation;

use crate::shop::coast_secret;
use crate::shop::on_both;
use crate::shop::text;

on_both! {
    async fn a_get_of_the_browser_settles_an_mpgs_payment(shop: Shop) {
        let invoice_no = shop.order_mpgs().await;
        let target = shop.approve(&invoice_no).await;
        assert!(target.starts_with("/mpgs?order=77&gateway=mpgs&approved=1&"), "{target}");
        let answer = shop.get(&target).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, text(Situation::Paid)));
        assert_eq!(shop.ledger.paid(), [("mpgs/INV-1".to_owned(), 1)]);
    }
}

on_both! {
    async fn a_get_of_the_browser_settles_a_local_bank_cards_payment(shop: Shop) {
        let invoice_no = shop.order_cards().await;
        let target = shop.approve(&invoice_no).await;
        let answer = shop.get(&target).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, text(Situation::Paid)));
        assert_eq!(shop.ledger.paid(), [("localbankcards/INV-2".to_owned(), 1)]);
    }
}

on_both! {
    async fn a_post_of_the_server_settles_a_tlync_payment_and_the_return_page_does_not(shop: Shop) {
        let invoice_no = shop.order_tlync().await;
        let target = shop.approve(&invoice_no).await;
        assert_eq!(shop.sandbox.delivery(&invoice_no), Some(Delivery::Answered { status: 200 }));
        assert_eq!(shop.ledger.paid(), [("tlync/INV-3".to_owned(), 1)]);

        let answer = shop.get(&target).await;
        assert_eq!((answer.status, answer.body.as_str()), (202, text(Situation::BeingChecked)));
        assert_eq!((shop.ledger.paid()[0].1, shop.ledger.handled()), (1, 2));
    }
}

on_both! {
    async fn canceled_and_declined_payments_settle_nothing(shop: Shop) {
        let (canceled, declined) = (shop.order_mpgs().await, shop.order_cards().await);
        let target = shop.target(&shop.sandbox.cancel(&canceled).await.unwrap());
        let answer = shop.get(&target).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, text(Situation::Canceled)));
        let target = shop.target(&shop.sandbox.decline(&declined).await.unwrap());
        let answer = shop.get(&target).await;
        assert_eq!((answer.status, answer.body.as_str()), (202, text(Situation::BeingChecked)));
        assert_eq!((shop.ledger.handled(), shop.ledger.shipped()), (2, 0));
    }
}

on_both! {
    async fn t17_the_same_callback_twice_is_settled_once(shop: Shop) {
        let (card, tlync) = (shop.order_mpgs().await, shop.order_tlync().await);
        let target = shop.approve(&card).await;
        let (first, second) = (shop.get(&target).await, shop.get(&target).await);
        assert_eq!((first.status, second.status), (200, 200));
        assert_eq!(first.body, second.body);

        shop.approve(&tlync).await;
        let body = shop.sandbox.callback_body(&tlync).unwrap();
        assert_eq!(shop.post("/tlync", &body).await.status, 200);
        let expected = [("mpgs/INV-1".to_owned(), 2), ("tlync/INV-3".to_owned(), 2)];
        assert_eq!((shop.ledger.paid(), shop.ledger.shipped()), (expected.into(), 2));
    }
}

on_both! {
    async fn a_declared_gateway_is_settled_with_its_own_secret(shop: Shop) {
        let pairs = [
            ("gateway", "coastpay"),
            ("approved", "1"),
            ("points", "5"),
            ("ref", "INV-4"),
            ("transaction_id", "7"),
            ("till", "مقهى الميناء"),
        ];
        // Signed with the secret of the other gateways.
        let query = signed_query(pairs, &shop.sandbox.secret_key());
        assert_eq!(shop.get(&format!("/coast?{query}")).await.status, 401);
        assert_eq!(shop.ledger.handled(), 0);

        let query = signed_query(pairs, &coast_secret());
        assert_eq!(shop.get(&format!("/coast?{query}")).await.status, 200);
        assert_eq!(shop.ledger.paid(), [("coastpay/INV-4".to_owned(), 1)]);
    }
}
