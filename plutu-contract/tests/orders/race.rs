//! The same callback arrives on several machines at once, with real databases.

use futures_util::future;
use plutu_core::Amount;
use plutu_core::SecretKey;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::gateways::mpgs;
use plutu_orders::Action;
use plutu_orders::MemoryStore;
use plutu_orders::OrderId;
use plutu_orders::OrderState;
use plutu_orders::Orders;
use plutu_orders::Queue;
use plutu_orders::Store;

use crate::stores::Sqlite;
use crate::stores::postgres;

#[tokio::test]
async fn a_callback_on_several_machines_at_once_ships_once() {
    ships_once(&vec![Orders::new(MemoryStore::new()); MACHINES]).await;
    let database = Sqlite::open().await;
    let store = database.store().await;
    ships_once(&machines(|| store.clone())).await;
    if let Some(store) = postgres("a_callback_on_several_machines_at_once_ships_once").await {
        ships_once(&machines(|| store.clone())).await;
    }
}

const MACHINES: usize = 24;

fn machines<S: Store + 'static>(store: impl Fn() -> S) -> Vec<Orders> {
    (0..MACHINES).map(|_| Orders::new(store())).collect()
}

async fn ships_once(machines: &[Orders]) {
    let orders = &machines[0];
    let id: OrderId = format!("race-{:?}", std::time::SystemTime::now())
        .parse()
        .unwrap();
    let amount: Amount<mpgs::Currency> = "12.50".parse().unwrap();
    orders.create(id.clone(), amount).await.unwrap();
    let number = format!("race-{}", std::process::id());
    let request = mpgs::Confirm::builder()
        .amount(amount)
        .invoice_no(number.parse().unwrap())
        .return_url("https://shop.example/".parse().unwrap())
        .build();
    let sent = machines.iter().map(|orders| orders.start(&id, &request));
    let sent = future::join_all(sent).await;
    assert_eq!(sent.iter().filter(|sent| sent.is_ok()).count(), 1);

    let secret_key = SecretKey::new("sk_of_this_test").unwrap();
    let query = signed_query(
        [
            ("gateway", "mpgs"),
            ("approved", "1"),
            ("amount", "12.50"),
            ("currency", "USD"),
            ("invoice_no", &number),
            ("transaction_id", "1"),
        ],
        &secret_key,
    );
    let callback = mpgs::Callback::verify(&query, &Verifier::new(secret_key)).unwrap();
    let settled = machines.iter().map(|orders| orders.settle(&callback));
    let settled = future::try_join_all(settled).await.unwrap();
    let shipped = settled
        .iter()
        .filter(|settled| settled.action == Action::Ship);
    assert_eq!(shipped.count(), 1);
    let paid = |settled: &plutu_orders::Transition| settled.order.state() == OrderState::Paid;
    assert!(settled.iter().all(paid));
    let pending = orders
        .pending(Queue::Shipping, 1_000_000)
        .await
        .unwrap()
        .tasks;
    let ours = pending.iter().filter(|task| task.order() == Some(&id));
    assert_eq!(ours.count(), 1);
}
