//! If the payer's browser closes the connection, a server drops the call that it is running. At
//! whatever point this happens, an order and its task are stored together or not at all, and the
//! next call continues from there.

use std::future::Future;
use std::future::poll_fn;
use std::task::Poll;

use plutu_core::Amount;
use plutu_core::gateways::mpgs;
use plutu_orders::AttemptKey;
use plutu_orders::OrderId;
use plutu_orders::OrderState;
use plutu_orders::Orders;
use plutu_orders::Queue;
use plutu_orders::Store;
use plutu_orders::Verdict;

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

/// Drops a call before its first poll, then after one poll, and so on, until the call finishes
/// before it is dropped.
async fn all_or_nothing(store: impl Store + 'static) {
    let orders = Orders::new(store);
    let person = "Aisha".parse().unwrap();
    let mut polls = 0;
    for round in 0.. {
        assert!(
            round < 1_000,
            "every call finished before it could be dropped"
        );
        let (id, key) = started(&orders, round).await;
        let decided = polled(orders.decide(&key, Verdict::Paid, &person), polls).await;

        let ships = || async {
            let pending = orders
                .pending(Queue::Shipping, 1_000_000)
                .await
                .unwrap()
                .tasks;
            pending.iter().any(|task| task.order() == Some(&id))
        };
        // SQLite's own thread may finish the transaction between two reads.
        let shipped = ships().await;
        let is_paid = orders.load(&id).await.unwrap().state() == OrderState::Paid;
        assert!(
            is_paid || !shipped,
            "a task without its order after {polls}"
        );
        assert!(
            !is_paid || ships().await,
            "an order without its task after {polls}"
        );
        assert!(
            is_paid || decided.is_none(),
            "`Ok` although nothing was stored, after {polls}"
        );
        assert!(
            !is_paid || polls > 0,
            "an order was paid by a call that never ran"
        );

        // The payer reloads the page.
        let _ = orders.decide(&key, Verdict::Paid, &person).await.unwrap();
        assert!(ships().await, "after {polls}");
        match decided {
            Some(_) if polls > 1 => return,
            // The database answered during the first poll, so nothing was dropped.
            Some(_) => polls = 0,
            None => polls += 1,
        }
    }
}

/// The output of a future, if it is ready within this many polls. Otherwise the future is dropped.
async fn polled<F: Future>(future: F, polls: u64) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
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
