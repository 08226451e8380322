//! A store in PostgreSQL, for as many machines as you like.

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
use crate::store::sql::sql_store;
use crate::task::Queue;
use crate::task::Task;
use crate::task::TaskKey;

sql_store! {
    /// A store in a PostgreSQL database, for as many machines as you like. It needs the feature
    /// `postgres`, and a tokio runtime.
    ///
    /// TLS is a feature of sqlx that the application chooses, for example `tls-rustls-ring`.
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
    // Two processes that make one table at the same time would disturb each other. The number is
    // this crate's own.
    sqlx::query("SELECT pg_advisory_xact_lock(7092025011)")
        .execute(&mut *transaction)
        .await?;
    Ok(transaction)
}
