//! A store in SQLite, for one machine.

use sqlx::Executor;
use sqlx::Pool;
use sqlx::Transaction;

use crate::key::AttemptKey;
use crate::order::Order;
use crate::order_id::OrderId;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::StoredOrder;
use crate::store::Version;
use crate::store::sql;
use crate::store::sql::OrderRow;
use crate::store::sql::TaskRow;
use crate::store::sql::sql_store;
use crate::task::Pending;
use crate::task::Queue;
use crate::task::Task;
use crate::task::TaskKey;

sql_store! {
    /// A store in an SQLite database, for one machine. It needs the feature `sqlite` and a Tokio
    /// runtime.
    ///
    /// Writers wait for each other, up to the `busy_timeout` of the connection. Readers do not wait
    /// if the journal mode is WAL. sqlx's defaults are safe: a stored change survives a power
    /// failure.
    ///
    /// ```no_run
    /// use plutu_orders::{Orders, SqliteStore};
    /// use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool};
    ///
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let options = SqliteConnectOptions::new()
    ///     .filename("shop.db")
    ///     .create_if_missing(true)
    ///     .journal_mode(SqliteJournalMode::Wal);
    /// let store = SqliteStore::new(SqlitePool::connect_with(options).await?);
    /// store.migrate().await?;
    /// let orders = Orders::new(store);
    /// # Ok(())
    /// # }
    /// ```
    SqliteStore, sqlx::Sqlite, begin_migration, ["../../migrations/sqlite/1.sql"]
}

async fn begin_migration(
    pool: &Pool<sqlx::Sqlite>,
) -> sqlx::Result<Transaction<'static, sqlx::Sqlite>> {
    // A transaction that only reads at first fails when it writes, if another process has written
    // in the meantime.
    pool.begin_with("BEGIN IMMEDIATE").await
}
