//! Opens the database: SQLite for one process, PostgreSQL for any number of processes.

use std::time::Duration;

use plutu_orders::Orders;
use plutu_orders::PostgresStore;
use plutu_orders::SqliteStore;
use sqlx::AnyPool;
use sqlx::any::AnyPoolOptions;
use sqlx::postgres::PgPool;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::sqlite::SqliteJournalMode;
use sqlx::sqlite::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;

use crate::error::OpenError;
use crate::ledger::Ledger;

/// The database, while the shop is open.
pub(crate) struct Database {
    pub(crate) orders: Orders,
    pub(crate) ledger: Ledger,
    /// The pool of plutu-orders' store, whose type names the database, and the ledger's pool.
    pools: (Pools, AnyPool),
}

enum Pools {
    Postgres(PgPool),
    Sqlite(SqlitePool),
}

impl Database {
    /// Connects, and creates the tables if they are missing. Several processes may do so at once.
    pub(crate) async fn open(url: &str) -> Result<Self, OpenError> {
        let (orders, pool) = if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            open_postgres(url).await?
        } else if url.starts_with("sqlite:") && !url.contains(":memory:") {
            open_sqlite(url).await?
        } else {
            return Err(OpenError::Setting {
                variable: "DATABASE_URL",
                expected: "`postgres://…` or `sqlite:FILE`",
            });
        };
        sqlx::any::install_default_drivers();
        let own = AnyPoolOptions::new().acquire_timeout(PATIENCE);
        let own = own.connect(url).await?;
        Ok(Self {
            orders,
            ledger: Ledger::new(own.clone()),
            pools: (pool, own),
        })
    }

    /// Waits for running statements, and closes all connections.
    pub(crate) async fn close(&self) {
        let (pool, own) = &self.pools;
        own.close().await;
        match pool {
            Pools::Postgres(pool) => pool.close().await,
            Pools::Sqlite(pool) => pool.close().await,
        }
    }
}

async fn open_postgres(url: &str) -> Result<(Orders, Pools), OpenError> {
    let options = PgPoolOptions::new().acquire_timeout(PATIENCE);
    let pool = options.connect(url).await?;
    let store = PostgresStore::new(pool.clone());
    store.migrate().await?;
    let mut transaction = pool.begin().await?;
    // The lock keeps two processes from creating a table at the same time, which PostgreSQL does
    // not support. Its number is arbitrary.
    sqlx::query("SELECT pg_advisory_xact_lock(7092025012)")
        .execute(&mut *transaction)
        .await?;
    sqlx::raw_sql(TABLES).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok((Orders::new(store), Pools::Postgres(pool)))
}

async fn open_sqlite(url: &str) -> Result<(Orders, Pools), OpenError> {
    let file = url
        .parse::<SqliteConnectOptions>()?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal);
    let options = SqlitePoolOptions::new().acquire_timeout(PATIENCE);
    let pool = options.connect_with(file).await?;
    let store = SqliteStore::new(pool.clone());
    store.migrate().await?;
    sqlx::raw_sql(TABLES).execute(&pool).await?;
    Ok((Orders::new(store), Pools::Sqlite(pool)))
}

const TABLES: &str = include_str!("tables.sql");

/// How long a page waits for a connection. A payer who waits longer reloads the page.
const PATIENCE: Duration = Duration::from_secs(3);
