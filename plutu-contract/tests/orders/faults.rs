//! Rows and errors that only a real PostgreSQL produces.

use plutu_contract::orders;
use plutu_core::Amount;
use plutu_core::gateways::mpgs;
use plutu_orders::Action;
use plutu_orders::AttemptKey;
use plutu_orders::OrderId;
use plutu_orders::Orders;
use plutu_orders::OrdersError;
use plutu_orders::PostgresStore;
use plutu_orders::Queue;
use plutu_orders::Store;
use plutu_orders::Task;
use plutu_orders::Timestamp;
use plutu_orders::store::Change;
use plutu_test_postgres::Server;
use sqlx::PgPool;

use crate::stores::pool;

/// A store in a server of its own.
async fn private(test: &str) -> Option<(Server, PgPool, PostgresStore)> {
    let server = Server::private(test)?;
    let pool = pool(&server).await;
    let store = PostgresStore::new(pool.clone());
    store.migrate().await.unwrap();
    Some((server, pool, store))
}

fn question(invoice_no: &str) -> Task {
    let key = AttemptKey::new::<mpgs::Gateway>(invoice_no.parse().unwrap());
    Task::about_unknown_order(key, Timestamp::from_unix(1_700_000_000))
}

#[tokio::test]
async fn tasks_that_cannot_be_read_hold_up_no_other() {
    let Some((_server, pool, store)) = private("tasks_that_cannot_be_read_hold_up_no_other").await
    else {
        return;
    };
    let tasks = ["1", "2", "3", "4"].map(question);
    for task in tasks.clone() {
        store.save(&Change::Note(task)).await.unwrap();
    }
    let changed = "UPDATE plutu_tasks SET body = '{}' WHERE key <> 'ask/unknown_order/mpgs/3'";
    sqlx::query(changed).execute(&pool).await.unwrap();

    let pending = store.pending(Queue::Person, 1).await.unwrap();
    assert_eq!(pending.tasks, [tasks[2].clone()]);
    let pending = store.pending(Queue::Person, 2).await.unwrap();
    assert_eq!(pending.tasks, [tasks[2].clone()]);
    assert_eq!(pending.unreadable.len(), 3);
    for unreadable in pending.unreadable {
        store.acknowledge(unreadable.key()).await.unwrap();
    }
    let left = store.pending(Queue::Person, 2).await.unwrap();
    assert_eq!((left.tasks.len(), left.unreadable.len()), (1, 0));
}

/// Lets PostgreSQL roll back the next transactions that write an order, as it does if they cannot
/// be serialized.
async fn roll_back(pool: &PgPool, code: &str, transactions: i64) {
    let sql = format!(
        "DROP SEQUENCE IF EXISTS tries;
         CREATE SEQUENCE tries;
         CREATE OR REPLACE FUNCTION roll_back() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
             IF nextval('tries') <= {transactions} THEN
                 RAISE EXCEPTION 'rolled back' USING ERRCODE = '{code}';
             END IF;
             RETURN NEW;
         END $$;
         CREATE OR REPLACE TRIGGER roll_back BEFORE INSERT OR UPDATE ON plutu_orders
             FOR EACH ROW EXECUTE FUNCTION roll_back();"
    );
    sqlx::raw_sql(&sql).execute(pool).await.unwrap();
}

#[tokio::test]
async fn a_transaction_that_was_rolled_back_is_tried_again() {
    let test = "a_transaction_that_was_rolled_back_is_tried_again";
    let Some((_server, pool, store)) = private(test).await else {
        return;
    };
    let orders = Orders::new(store);
    let amount: Amount<mpgs::Currency> = "12.50".parse().unwrap();
    for (id, code) in [("1001", "40001"), ("1002", "40P01")] {
        roll_back(&pool, code, 3).await;
        let order = orders.create(id.parse().unwrap(), amount).await.unwrap();
        roll_back(&pool, code, 3).await;
        let started = orders.start(order.id(), &page(id)).await.unwrap();
        assert_eq!(started.action, Action::Send);
    }

    // The database stays too busy. The order does not exist, and nobody says that it does.
    roll_back(&pool, "40001", 1_000_000).await;
    let id: OrderId = "1003".parse().unwrap();
    let busy = orders.create(id.clone(), amount).await.unwrap_err();
    assert!(busy.is_unavailable(), "{busy}");
    let key = AttemptKey::new::<mpgs::Gateway>("1001".parse().unwrap());
    let busy = orders.doubt_amount(&key).await.unwrap_err();
    assert!(busy.is_unavailable(), "{busy}");
    roll_back(&pool, "40001", 0).await;
    let missing = orders.load(&id).await.unwrap_err();
    assert!(matches!(missing, OrdersError::UnknownOrder(_)), "{missing}");
    orders.create(id, amount).await.unwrap();
}

/// A database may isolate transactions more than the default.
#[tokio::test(flavor = "multi_thread")]
async fn a_serializable_database_keeps_the_contract() {
    let test = "a_serializable_database_keeps_the_contract";
    let Some(server) = Server::private(test) else {
        return;
    };
    let pool = pool(&server).await;
    let set = "ALTER DATABASE postgres SET default_transaction_isolation = 'serializable'";
    sqlx::raw_sql(set).execute(&pool).await.unwrap();
    let pool = crate::stores::pool(&server).await;
    let isolation: String = sqlx::query_scalar("SHOW default_transaction_isolation")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(isolation, "serializable");
    let store = PostgresStore::new(pool);
    store.migrate().await.unwrap();
    orders::check(&store).await.unwrap();
}

fn page(invoice_no: &str) -> mpgs::Confirm {
    mpgs::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no(invoice_no.parse().unwrap())
        .return_url("https://shop.example/".parse().unwrap())
        .build()
}
