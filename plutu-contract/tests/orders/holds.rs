//! The stores of plutu-orders keep the contract.

use std::time::Duration;

use plutu_contract::orders;
use plutu_orders::MemoryStore;
use plutu_orders::PostgresStore;
use plutu_orders::SqliteStore;
use plutu_test_postgres::Server;
use sqlx::postgres::PgPoolOptions;

use crate::stores::Sqlite;
use crate::stores::postgres;

#[tokio::test]
async fn memory_keeps_the_contract() {
    orders::check(&MemoryStore::new()).await.unwrap();
}

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    let database = Sqlite::open().await;
    orders::check(&database.store().await).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_the_contract() {
    if let Some(store) = postgres("postgres_keeps_the_contract").await {
        orders::check(&store).await.unwrap();
        // A second time, with a database that is not empty.
        orders::check(&store).await.unwrap();
    }
}

#[tokio::test]
async fn migrations_may_run_at_once_and_again() {
    let database = Sqlite::open().await;
    let store = SqliteStore::new(database.pool.clone());
    tokio::try_join!(store.migrate(), store.migrate(), store.migrate()).unwrap();
    store.migrate().await.unwrap();

    let Some(server) = Server::private("migrations_may_run_at_once_and_again") else {
        return;
    };
    let store = PostgresStore::new(crate::stores::pool(&server).await);
    tokio::try_join!(store.migrate(), store.migrate(), store.migrate()).unwrap();
    store.migrate().await.unwrap();
}

#[tokio::test]
async fn a_closed_sqlite_database_is_unavailable() {
    let database = Sqlite::open().await;
    let store = database.store().await;
    database.pool.close().await;
    orders::check_down(&store).await.unwrap();
    orders::check_down(&MemoryStore::new()).await.unwrap_err();
}

#[tokio::test]
async fn a_stopped_postgres_is_unavailable() {
    let Some(server) = Server::private("a_stopped_postgres_is_unavailable") else {
        return;
    };
    let pool = PgPoolOptions::new().acquire_timeout(Duration::from_secs(2));
    let pool = pool.connect(server.url()).await.unwrap();
    let store = PostgresStore::new(pool);
    store.migrate().await.unwrap();
    drop(server);
    orders::check_down(&store).await.unwrap();
    assert!(store.migrate().await.is_err());
}
