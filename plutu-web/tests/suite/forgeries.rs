//! Callbacks that must be rejected. Each is answered with an empty body, and no handler sees it.

use plutu_core::callback::signed_query;

use crate::http1::Answer;
use crate::shop::Shop;
use crate::shop::on_both;

/// Asserts that the answer is a status without a body, and that no handler was called.
#[track_caller]
pub(crate) fn assert_refused(shop: &Shop, answer: &Answer, status: u16, what: &str) {
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (status, ""),
        "{what}"
    );
    assert_eq!(answer.header("content-length"), Some("0"), "{what}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
    let scheme = (status == 401).then_some("Plutu-Signature");
    assert_eq!(answer.header("www-authenticate"), scheme, "{what}");
    assert_eq!(
        (shop.ledger.handled(), shop.ledger.shipped()),
        (0, 0),
        "{what}"
    );
}

on_both! {
    async fn changed_and_malformed_queries_are_rejected(shop: Shop) {
        let invoice_no = shop.order_mpgs().await;
        let genuine = shop.approve(&invoice_no).await;
        let (signed, hash) = genuine.split_once("&hashed=").unwrap();
        let flipped = if hash.starts_with('0') { "1" } else { "0" };
        let forged = format!("{signed}&hashed={flipped}{}", &hash[1..]);
        let longer = "x".repeat(9 * 1_024);
        let more = "&x".repeat(65);
        for (status, query, what) in [
            (401, forged, "a forged hash"),
            (401, genuine.replace("amount=12.50", "amount=1.00"), "a changed amount"),
            (401, genuine.replace("INV-1", "INV-2"), "another invoice"),
            (401, genuine.replace("approved=1", "approved=0"), "a changed flag"),
            (400, signed.to_owned(), "no hash"),
            (400, format!("{signed}&hashed="), "an empty hash"),
            (400, format!("{signed}&hashed={}", hash.to_lowercase()), "a hash in lower case"),
            (400, format!("{signed}&hashed[]={hash}"), "an array"),
            (400, format!("{signed}&hashed%5B%5D={hash}"), "an encoded array"),
            (400, format!("{genuine}&hashed={hash}"), "two hashes"),
            (400, format!("{genuine}&amount=12.50"), "two amounts"),
            (400, format!("{genuine}&%61mount=1.00"), "two amounts, one of them encoded"),
            (400, format!("/mpgs?approved[]=1&{}", &genuine["/mpgs?".len()..]), "a folded flag"),
            (413, format!("{genuine}&{longer}"), "9 KiB"),
            (413, format!("{genuine}{more}"), "more than 64 parameters"),
            (400, "/mpgs?".to_owned(), "an empty query"),
            (400, "/mpgs".to_owned(), "no query"),
        ] {
            assert_refused(&shop, &shop.get(&query).await, status, what);
        }
        assert_eq!(shop.get(&genuine).await.status, 200);
    }
}

on_both! {
    async fn a_callback_of_another_kind_is_rejected(shop: Shop) {
        let (card, tlync) = (shop.order_cards().await, shop.order_tlync().await);
        let of_cards = shop.approve(&card).await.replace("/cards?", "/mpgs?");
        assert_refused(&shop, &shop.get(&of_cards).await, 400, "of local bank cards");

        // `approve` is not used here, because it would post the callback to the shop.
        let pairs = [("approved", "1"), ("invoice_no", tlync.as_str())];
        let page = signed_query(pairs, &shop.sandbox.secret_key());
        let answer = shop.get(&format!("/mpgs?{page}")).await;
        assert_refused(&shop, &answer, 400, "a return page as a callback");

        let callback = signed_query(
            [
                ("gateway", "tlync"),
                ("approved", "1"),
                ("invoice_no", "INV-3"),
                ("amount", "40"),
                ("transaction_id", "1"),
                ("payment_method", "sadad"),
            ],
            &shop.sandbox.secret_key(),
        );
        let answer = shop.get(&format!("/tlync/return?{callback}")).await;
        assert_refused(&shop, &answer, 401, "a callback as a return page");
    }
}

on_both! {
    async fn t3_another_orders_amount_is_a_mismatch(shop: Shop) {
        let pairs = [
            ("gateway", "mpgs"),
            ("approved", "1"),
            ("amount", "1.00"),
            ("currency", "USD"),
            ("invoice_no", "INV-1"),
            ("transaction_id", "1"),
        ];
        // A genuine callback, for a payment page that was opened with another amount.
        let query = signed_query(pairs, &shop.sandbox.secret_key());
        let answer = shop.get(&format!("/mpgs?{query}")).await;
        assert_eq!((answer.status, shop.ledger.shipped()), (400, 0));
        assert!(answer.body.contains("do not pay again"), "{}", answer.body);
    }
}

on_both! {
    async fn the_result_gives_the_typed_error(shop: Shop) {
        let answer = shop.get("/explained?approved=1").await;
        assert_eq!(answer.status, 200);
        assert!(answer.body.contains("Callback(MissingSignature)"), "{}", answer.body);
        let answer = shop.post("/explained", "{").await;
        assert!(answer.body.contains("Callback(MalformedBody)"), "{}", answer.body);
    }
}
