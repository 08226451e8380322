//! Rows and errors that only a real PostgreSQL produces.

use plutu_core::gateways::mpgs;
use plutu_orders::AttemptKey;
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
