//! A server drops what it is doing when the payer's browser goes away. Whenever that is, an order
//! and its task are stored together or not at all, and the next call goes on from there.

use std::time::Duration;

use plutu_core::Amount;
use plutu_core::gateways::mpgs;
use plutu_orders::AttemptKey;
use plutu_orders::OrderId;
use plutu_orders::OrderState;
use plutu_orders::Orders;
use plutu_orders::Queue;
use plutu_orders::Store;
use plutu_orders::Verdict;
use tokio::time::timeout;

use crate::stores::Sqlite;
use crate::stores::postgres;

#[tokio::test]
async fn sqlite_stores_all_or_nothing_of_a_call_that_is_dropped() {
    let database = Sqlite::open().await;
    all_or_nothing(database.store().await).await;
}

#[tokio::test]
async fn postgres_stores_all_or_nothing_of_a_call_that_is_dropped() {
    if let Some(store) = postgres("postgres_stores_all_or_nothing_of_a_call_that_is_dropped").await
    {
        all_or_nothing(store).await;
    }
}

/// Drops calls ever later, until some were too early and some late enough.
async fn all_or_nothing(store: impl Store + 'static) {
    let orders = Orders::new(store);
    let person = "Aisha".parse().unwrap();
    let (mut open, mut paid) = (0, 0);
    for round in 0_u64..2_000 {
        let (id, key) = started(&orders, round).await;
        let decided = orders.decide(&key, Verdict::Paid, &person);
        let decided = timeout(Duration::from_micros(round * 20), decided).await;

        let ships = || async {
            let pending = orders.pending(Queue::Shipping, 1_000_000).await.unwrap();
            pending.iter().any(|task| task.order() == Some(&id))
        };
        // SQLite's own thread may finish the transaction between two looks.
        let shipped = ships().await;
        let is_paid = orders.load(&id).await.unwrap().state() == OrderState::Paid;
        assert!(
            is_paid || !shipped,
            "a task without its order in round {round}"
        );
        assert!(
            !is_paid || ships().await,
            "an order without its task in round {round}"
        );
        assert!(
            is_paid || decided.is_err(),
            "`Ok` for nothing in round {round}"
        );
        *if is_paid { &mut paid } else { &mut open } += 1;

        // The payer reloads the page.
        let _ = orders.decide(&key, Verdict::Paid, &person).await.unwrap();
        assert!(ships().await, "in round {round}");
        if open >= 10 && paid >= 10 {
            return;
        }
    }
    panic!("of the calls that were dropped, {open} stored nothing, and {paid} everything");
}

async fn started(orders: &Orders, round: u64) -> (OrderId, AttemptKey) {
    let name = format!("dropped-{}-{round}", std::process::id());
    let (id, amount): (OrderId, Amount<mpgs::Currency>) =
        (name.parse().unwrap(), "12.50".parse().unwrap());
    orders.create(id.clone(), amount).await.unwrap();
    let request = mpgs::Confirm::builder()
        .amount(amount)
        .invoice_no(name.parse().unwrap())
        .return_url("https://shop.example/".parse().unwrap())
        .build();
    let _ = orders.start(&id, &request).await.unwrap();
    (id, AttemptKey::new::<mpgs::Gateway>(request.invoice_no))
}
