//! Orders whose store fails in its own ways, and the small types that go through a store.

#![expect(
    clippy::unwrap_used,
    reason = "a test panics where something is not as it should be"
)]

use std::sync::Arc;
use std::time::Duration;
use std::time::SystemTime;

use plutu_core::Amount;
use plutu_core::Certainty;
use plutu_core::Request;
use plutu_core::currency::LYD;
use plutu_core::currency::USD;
use plutu_core::gateways::sadad;
use plutu_orders::Action;
use plutu_orders::AttemptKey;
use plutu_orders::Event;
use plutu_orders::Job;
use plutu_orders::MemoryStore;
use plutu_orders::NewAttempt;
use plutu_orders::Order;
use plutu_orders::OrderId;
use plutu_orders::OrderState;
use plutu_orders::Orders;
use plutu_orders::OrdersError;
use plutu_orders::Pending;
use plutu_orders::Person;
use plutu_orders::Price;
use plutu_orders::Queue;
use plutu_orders::Store;
use plutu_orders::StoreError;
use plutu_orders::Task;
use plutu_orders::TaskKey;
use plutu_orders::Timestamp;
use plutu_orders::Verdict;
use plutu_orders::store::Change;
use plutu_orders::store::StoredOrder;
use plutu_orders::store::Version;

fn charge(invoice_no: &str) -> sadad::Confirm {
    let amount = "12.50".parse().unwrap();
    let challenge = sadad::Challenge::new("1".parse().unwrap(), amount);
    sadad::Confirm::answering(&challenge, amount)
        .unwrap()
        .code("111111".parse().unwrap())
        .invoice_no(invoice_no.parse().unwrap())
        .build()
}

fn key(invoice_no: &str) -> AttemptKey {
    AttemptKey::new::<sadad::Gateway>(invoice_no.parse().unwrap())
}

/// Creates an order and starts a charge of the same number.
async fn start(orders: &Orders, id: &str) -> OrderId {
    let amount: Amount<LYD> = "12.50".parse().unwrap();
    let order = orders.create(id.parse().unwrap(), amount).await.unwrap();
    let started = orders.start(order.id(), &charge(id)).await.unwrap();
    assert_eq!(started.action, Action::Send);
    order.id().clone()
}

#[tokio::test]
async fn an_order_is_created_once_and_found_by_its_attempt() {
    let orders = Orders::new(MemoryStore::new());
    let id = start(&orders, "1001").await;
    let found = orders.find(&key("1001")).await.unwrap();
    assert_eq!(
        (found.id(), found.price().to_string()),
        (&id, "12.50 LYD".into())
    );
    assert_eq!(format!("{orders:?}"), "Orders { .. }");

    let amount: Amount<USD> = "1".parse().unwrap();
    let again = orders.create(id.clone(), amount).await.unwrap_err();
    assert!(matches!(&again, OrdersError::OrderExists(taken) if *taken == id));
    let unknown = orders.load(&"1002".parse().unwrap()).await.unwrap_err();
    assert!(matches!(unknown, OrdersError::UnknownOrder(_)), "{unknown}");
    let unknown = orders.find(&key("1002")).await.unwrap_err();
    assert!(
        matches!(unknown, OrdersError::UnknownAttempt(_)),
        "{unknown}"
    );
}

#[tokio::test]
async fn an_acknowledged_task_is_not_handed_out_again() {
    let orders = Orders::new(MemoryStore::new());
    let id = start(&orders, "1001").await;
    let lost = orders.failed(&charge("1001"), Certainty::Unknown).await;
    assert_eq!(lost.unwrap().order.state(), OrderState::Frozen);

    let pending = orders.pending(Queue::Person, 10).await.unwrap().tasks;
    let [question] = pending.as_slice() else {
        panic!("{pending:?}")
    };
    assert!(matches!(question.job(), Job::Ask(_)));
    assert_eq!(question.order(), Some(&id));
    assert_eq!(question.attempt(), &key("1001"));
    let task = question.key();
    assert!(task.to_string().ends_with("1001"), "{task}");

    orders.acknowledge(&task).await.unwrap();
    assert!(
        orders
            .pending(Queue::Person, 10)
            .await
            .unwrap()
            .tasks
            .is_empty()
    );
}

#[tokio::test]
async fn a_person_who_found_the_payment_has_it_shipped_once() {
    let orders = Orders::new(MemoryStore::new());
    let id = start(&orders, "1001").await;
    let lost = orders.failed(&charge("1001"), Certainty::Unknown).await;
    assert_eq!(lost.unwrap().order.state(), OrderState::Frozen);
    let person: Person = "Aisha".parse().unwrap();
    for expected in [Action::Ship, Action::Nothing] {
        let found = orders.decide(&key("1001"), Verdict::Paid, &person).await;
        let action = found.unwrap().action;
        assert_eq!(
            action == Action::Ship,
            expected == Action::Ship,
            "{action:?}"
        );
    }
    let shipping = orders.pending(Queue::Shipping, 10).await.unwrap().tasks;
    let [parcel] = shipping.as_slice() else {
        panic!("{shipping:?}")
    };
    assert_eq!(parcel.key().to_string(), format!("ship/{id}"));
}

/// A store that works, but for one thing.
struct Faulty {
    store: Arc<MemoryStore>,
    fault: Fault,
}

#[derive(PartialEq)]
enum Fault {
    /// Somebody else is always faster.
    Contended,
    /// The order with this attempt cannot be read.
    Unreadable(AttemptKey),
}

impl Store for Faulty {
    async fn load(&self, id: &OrderId) -> Result<Option<StoredOrder>, StoreError> {
        self.store.load(id).await
    }

    async fn find(&self, key: &AttemptKey) -> Result<Option<StoredOrder>, StoreError> {
        match &self.fault {
            Fault::Unreadable(unreadable) if unreadable == key => {
                Err(StoreError::Corrupt("not an order".into()))
            }
            _ => self.store.find(key).await,
        }
    }

    async fn save(&self, change: &Change) -> Result<(), StoreError> {
        match (&self.fault, change) {
            (Fault::Contended, Change::Update { .. }) => Err(StoreError::Conflict),
            _ => self.store.save(change).await,
        }
    }

    async fn pending(&self, queue: Queue, limit: usize) -> Result<Pending, StoreError> {
        self.store.pending(queue, limit).await
    }

    async fn acknowledge(&self, key: &TaskKey) -> Result<(), StoreError> {
        self.store.acknowledge(key).await
    }
}

fn faulty(fault: Fault) -> Orders {
    let store = Arc::new(MemoryStore::new());
    Orders::new(Faulty { store, fault })
}

#[tokio::test]
async fn an_order_that_others_change_all_the_time_is_reported_as_busy() {
    let orders = faulty(Fault::Contended);
    let amount: Amount<LYD> = "12.50".parse().unwrap();
    let order = orders
        .create("1001".parse().unwrap(), amount)
        .await
        .unwrap();
    let error = orders.start(order.id(), &charge("1001")).await.unwrap_err();
    assert!(matches!(error, OrdersError::Contended), "{error}");
    assert!(error.is_unavailable());
}

#[tokio::test]
async fn an_order_that_cannot_be_read_keeps_no_other_from_being_frozen() {
    let orders = faulty(Fault::Unreadable(key("1001")));
    let unreadable = start(&orders, "1001").await;
    let readable = start(&orders, "1002").await;

    let error = orders
        .freeze_lost_charges(Duration::ZERO)
        .await
        .unwrap_err();
    assert!(
        matches!(error, OrdersError::Store(StoreError::Corrupt(_))),
        "{error}"
    );
    assert!(!error.is_unavailable());
    let state = async |id| orders.load(id).await.unwrap().state();
    assert_eq!(state(&readable).await, OrderState::Frozen);
    assert_eq!(state(&unreadable).await, OrderState::Awaiting);
}

/// Stores a task to follow a charge that was started some time ago.
async fn follow(store: &MemoryStore, id: &str, ago: Duration) {
    let amount: Amount<LYD> = "12.50".parse().unwrap();
    let at = Timestamp::from(SystemTime::now().checked_sub(ago).unwrap());
    let order = Order::new(id.parse().unwrap(), amount);
    store.save(&Change::Create(order)).await.unwrap();
    let stored = store.load(&id.parse().unwrap()).await.unwrap().unwrap();
    let mut order = stored.order.clone();
    let event = Event::Start(NewAttempt::of(&charge(id)).unwrap());
    let action = order.apply(&event, at).unwrap();
    let task = Task::after(&event, &action, &order, at);
    let change = Change::update(&stored, order, task.into_iter().collect());
    store.save(&change).await.unwrap();
}

#[tokio::test]
async fn more_charges_than_one_page_are_frozen_in_one_call() {
    let store = Arc::new(MemoryStore::new());
    let unreadable = Fault::Unreadable(key("1"));
    let orders = Orders::new(Faulty {
        store: Arc::clone(&store),
        fault: unreadable,
    });
    for number in 0..1_200 {
        follow(&store, &number.to_string(), Duration::from_secs(60)).await;
    }
    let error = orders.freeze_lost_charges(Duration::from_secs(30)).await;
    assert!(matches!(
        error.unwrap_err(),
        OrdersError::Store(StoreError::Corrupt(_))
    ));
    let left = orders.pending(Queue::Charges, 10).await.unwrap().tasks;
    assert!(left.iter().map(Task::attempt).eq([&key("1")]), "{left:?}");
    let questions = orders.pending(Queue::Person, 10_000).await.unwrap();
    assert_eq!(questions.tasks.len(), 1_199);
}

#[test]
fn a_price_keeps_its_currency() {
    let amount: Amount<LYD> = "12.50".parse().unwrap();
    let price = Price::from(amount);
    assert_eq!((price.hundredths(), price.currency()), (1_250, "LYD"));
    assert_eq!(price.to_string(), "12.50 LYD");
    assert_eq!(price.amount::<LYD>().unwrap(), amount);
    let error = price.amount::<USD>().unwrap_err();
    assert_eq!((error.expected(), error.found()), ("USD", "LYD"));
    let error = error.to_string();
    assert!(error.contains("USD") && error.contains("LYD"), "{error}");
}

#[test]
fn a_name_is_short_and_printable() {
    assert!("Aisha".parse::<Person>().is_ok());
    for name in ["", "  ", "a\nb", &"a".repeat(256)] {
        assert!(name.parse::<Person>().is_err(), "{name:?}");
    }
}

#[test]
fn a_version_is_one_more_each_time() {
    assert_eq!(Version::FIRST.next(), Version::new(2));
    assert_eq!(Version::new(7).number(), 7);
}

#[test]
fn keys_are_kept_as_columns_keep_them() {
    let task = TaskKey::from("ship/1001".to_owned());
    assert_eq!(task.as_str(), task.to_string());
    let id: OrderId = "1001".parse().unwrap();
    assert_eq!(id.as_str(), "1001");
    assert_eq!(Timestamp::from_unix(1_700_000_000).unix(), 1_700_000_000);
    let queues = [Queue::Shipping, Queue::Person, Queue::Charges];
    assert_eq!(queues.map(Queue::as_str), ["shipping", "person", "charges"]);
}

/// Rows that this version did not write: an older one's, or what somebody changed by hand.
#[cfg(feature = "sqlite")]
mod rows {
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering;

    use plutu_orders::SqliteStore;
    use sqlx::SqlitePool;
    use sqlx::sqlite::SqlitePoolOptions;

    use super::*;

    async fn open() -> (SqlitePool, Orders) {
        // Each connection to `:memory:` would be a database of its own.
        let options = SqlitePoolOptions::new().max_connections(1);
        let pool = options.connect("sqlite::memory:").await.unwrap();
        let store = SqliteStore::new(pool.clone());
        store.migrate().await.unwrap();
        (pool, Orders::new(store))
    }

    #[tokio::test]
    async fn a_row_that_is_not_an_order_is_an_error() {
        for change in [
            "UPDATE plutu_orders SET body = '{}'",
            "UPDATE plutu_orders SET version = -1",
        ] {
            let (pool, orders) = open().await;
            let id = start(&orders, "1001").await;
            sqlx::query(change).execute(&pool).await.unwrap();
            let error = orders.load(&id).await.unwrap_err();
            assert!(
                matches!(error, OrdersError::Store(StoreError::Corrupt(_))),
                "{change}: {error}"
            );
        }
    }

    #[tokio::test]
    async fn a_frozen_order_is_named_frozen_in_its_column() {
        let (pool, orders) = open().await;
        let _ = start(&orders, "1001").await;
        let lost = orders.failed(&charge("1001"), Certainty::Unknown).await;
        assert_eq!(lost.unwrap().order.state(), OrderState::Frozen);
        let states = sqlx::query_scalar::<_, String>("SELECT state FROM plutu_orders");
        assert_eq!(states.fetch_all(&pool).await.unwrap(), ["frozen"]);
    }

    #[tokio::test]
    async fn an_order_is_paid_and_shipped_from_its_rows() {
        let (pool, orders) = open().await;
        let id = start(&orders, "1001").await;
        let body = br#"{"status":200,"result":{"transaction_id":7}}"#;
        let receipt = charge("1001").reply(200, body).unwrap();
        let paid = orders.receipt(&charge("1001"), &receipt).await.unwrap();
        assert_eq!(paid.action, Action::Ship);
        assert_eq!(orders.find(&key("1001")).await.unwrap(), paid.order);
        let states = sqlx::query_scalar::<_, String>("SELECT state FROM plutu_orders");
        assert_eq!(states.fetch_all(&pool).await.unwrap(), ["paid"]);

        let shipping = orders.pending(Queue::Shipping, 10).await.unwrap().tasks;
        let [parcel] = shipping.as_slice() else {
            panic!("{shipping:?}")
        };
        assert_eq!(parcel.order(), Some(&id));
        orders.acknowledge(&parcel.key()).await.unwrap();
        assert!(
            orders
                .pending(Queue::Shipping, 10)
                .await
                .unwrap()
                .tasks
                .is_empty()
        );
    }

    #[tokio::test]
    async fn rows_are_unique_as_orders_and_attempts_are() {
        let (_pool, orders) = open().await;
        let id = start(&orders, "1001").await;
        let amount: Amount<LYD> = "12.50".parse().unwrap();
        let again = orders.create(id, amount).await.unwrap_err();
        assert!(matches!(again, OrdersError::OrderExists(_)), "{again}");

        let other = orders
            .create("1002".parse().unwrap(), amount)
            .await
            .unwrap();
        let taken = orders.start(other.id(), &charge("1001")).await.unwrap_err();
        assert!(
            matches!(&taken, OrdersError::Store(StoreError::InvoiceNoTaken(found)) if *found == key("1001")),
            "{taken}"
        );
    }

    #[tokio::test]
    async fn an_answer_without_an_order_becomes_a_row_for_a_person() {
        let (_pool, orders) = open().await;
        let body = br#"{"status":200,"result":{"transaction_id":7}}"#;
        let receipt = charge("1001").reply(200, body).unwrap();
        let unknown = orders.receipt(&charge("1001"), &receipt).await.unwrap_err();
        assert!(
            matches!(unknown, OrdersError::UnknownAttempt(_)),
            "{unknown}"
        );
        let questions = orders.pending(Queue::Person, 10).await.unwrap().tasks;
        let [question] = questions.as_slice() else {
            panic!("{questions:?}")
        };
        assert_eq!(question.order(), None);
        assert_eq!(question.attempt(), &key("1001"));
    }

    #[tokio::test]
    async fn tasks_that_cannot_be_read_hold_up_no_other() {
        let (pool, orders) = open().await;
        for id in ["1001", "1002", "1003", "1004"] {
            let _ = start(&orders, id).await;
        }
        let changed = "UPDATE plutu_tasks SET body = '{}' WHERE position < 3";
        sqlx::query(changed).execute(&pool).await.unwrap();

        // The two rows that cannot be read do not fill the limit.
        for (limit, found) in [(0, 0), (1, 1), (2, 2), (usize::MAX, 2)] {
            let pending = orders.pending(Queue::Charges, limit).await.unwrap();
            let read = pending.tasks.iter().map(Task::attempt);
            let expected = [key("1003"), key("1004")];
            assert!(read.eq(expected.iter().take(found)), "{pending:?}");
        }
        let pending = orders.pending(Queue::Charges, 1).await.unwrap();
        let [first, second] = pending.unreadable.as_slice() else {
            panic!("{pending:?}")
        };
        assert_eq!(first.key().as_str(), "follow/sadadapi/1001");
        assert_eq!(
            second.to_string(),
            "the task follow/sadadapi/1002 cannot be read"
        );

        // The other charges are frozen, and the error is reported.
        let error = orders.freeze_lost_charges(Duration::ZERO).await;
        let error = error.unwrap_err();
        assert!(
            matches!(error, OrdersError::Store(StoreError::Corrupt(_))),
            "{error}"
        );
        let frozen = orders.load(&"1004".parse().unwrap()).await.unwrap();
        assert_eq!(frozen.state(), OrderState::Frozen);

        for task in &pending.unreadable {
            orders.acknowledge(task.key()).await.unwrap();
        }
        let left = orders.pending(Queue::Charges, 10).await.unwrap();
        assert!(left.unreadable.is_empty() && left.tasks.is_empty());
    }

    #[tokio::test]
    async fn many_tasks_that_cannot_be_read_cost_few_queries() {
        let queries = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&queries);
        let options = SqlitePoolOptions::new().max_connections(1);
        let options = options.before_acquire(move |_, _| {
            counted.fetch_add(1, Ordering::Relaxed);
            Box::pin(async { Ok(true) })
        });
        let pool = options.connect("sqlite::memory:").await.unwrap();
        let store = SqliteStore::new(pool.clone());
        store.migrate().await.unwrap();
        let orders = Orders::new(store);
        let unreadable = "WITH RECURSIVE numbers(n) AS \
             (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 250) \
             INSERT INTO plutu_tasks (key, queue, body) \
             SELECT 'follow/' || n, 'charges', '{}' FROM numbers";
        sqlx::query(unreadable).execute(&pool).await.unwrap();
        let _ = start(&orders, "1001").await;

        queries.store(0, Ordering::Relaxed);
        let pending = orders.pending(Queue::Charges, 1).await.unwrap();
        assert_eq!((pending.tasks.len(), pending.unreadable.len()), (1, 250));
        assert_eq!(queries.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn the_evidence_of_another_amount_is_read_back() {
        let (_pool, orders) = open().await;
        let id = start(&orders, "1001").await;
        for amount in ["1.00 LYD", "2.00 LYD"] {
            let body = format!(
                r#"{{"status":200,"result":{{"transaction_id":7,"amount":{}}}}}"#,
                &amount[..4]
            );
            let receipt = charge("1001").reply(200, body.as_bytes()).unwrap();
            let other = orders.receipt(&charge("1001"), &receipt).await.unwrap();
            assert_eq!(other.order.state(), OrderState::Frozen);
            assert_eq!(orders.load(&id).await.unwrap(), other.order);

            let questions = orders.pending(Queue::Person, 10).await.unwrap().tasks;
            let [question] = questions.as_slice() else {
                panic!("{questions:?}")
            };
            assert_eq!(question.evidence().amount.as_deref(), Some(amount));
            let id = question.evidence().transaction_id.as_ref().unwrap();
            assert_eq!(id.as_str(), "7");
            orders.acknowledge(&question.key()).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_charge_of_a_deleted_order_is_not_followed_forever() {
        let (pool, orders) = open().await;
        let _ = start(&orders, "1001").await;
        let lost = start(&orders, "1002").await;
        let delete = "DELETE FROM plutu_attempts WHERE order_id = '1001'; \
             DELETE FROM plutu_orders WHERE id = '1001'";
        sqlx::raw_sql(delete).execute(&pool).await.unwrap();
        let frozen = orders.freeze_lost_charges(Duration::ZERO).await.unwrap();
        assert!(frozen.iter().map(|frozen| frozen.order.id()).eq([&lost]));
        let left = orders.pending(Queue::Charges, 10).await.unwrap();
        assert!(left.tasks.is_empty(), "{left:?}");
    }

    #[tokio::test]
    async fn a_database_without_the_tables_is_not_available() {
        let (pool, orders) = open().await;
        let id = start(&orders, "1001").await;
        sqlx::raw_sql(
            "DROP TABLE plutu_tasks; DROP TABLE plutu_attempts; DROP TABLE plutu_orders;",
        )
        .execute(&pool)
        .await
        .unwrap();
        assert!(orders.load(&id).await.unwrap_err().is_unavailable());
        assert!(
            orders
                .pending(Queue::Person, 1)
                .await
                .unwrap_err()
                .is_unavailable()
        );
    }
}
