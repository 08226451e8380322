//! A store in PostgreSQL, for any number of machines.

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
    /// A store in a PostgreSQL database, for any number of machines. It needs the feature
    /// `postgres` and a Tokio runtime.
    ///
    /// For TLS, enable a feature of sqlx in your own `Cargo.toml`, for example `tls-rustls-ring`.
    ///
    /// ```no_run
    /// use plutu_orders::{Orders, PostgresStore};
    /// use sqlx::postgres::PgPool;
    ///
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = PostgresStore::new(PgPool::connect("postgres://localhost/shop").await?);
    /// store.migrate().await?;
    /// let orders = Orders::new(store);
    /// # Ok(())
    /// # }
    /// ```
    PostgresStore, sqlx::Postgres, begin_migration, ["../../migrations/postgres/1.sql"]
}

async fn begin_migration(
    pool: &Pool<sqlx::Postgres>,
) -> sqlx::Result<Transaction<'static, sqlx::Postgres>> {
    let mut transaction = pool.begin().await?;
    // Without this lock, two processes that create the same table at the same time would get an
    // error. The number is arbitrary, and only this crate uses it.
    sqlx::query("SELECT pg_advisory_xact_lock(7092025011)")
        .execute(&mut *transaction)
        .await?;
    Ok(transaction)
}
