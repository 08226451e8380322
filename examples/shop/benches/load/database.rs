//! The database: prepares orders that wait for their payment, and runs the bare statement.

use plutu_core::Amount;
use plutu_core::currency::USD;
use plutu_core::gateways::mpgs;
use plutu_orders::Action;
use plutu_orders::OrderId;
use plutu_orders::Orders;
use plutu_orders::PostgresStore;
use plutu_orders::SqliteStore;
use sqlx::PgPool;
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::sqlite::SqliteSynchronous;

/// A database with its type, like in a shop.
#[derive(Clone)]
pub(crate) enum Database {
    Postgres(PgPool),
    Sqlite(SqlitePool),
}

/// Runs a statement with these values, and returns the number of changed rows.
macro_rules! execute {
    ($database:expr, $sql:expr $(, $value:expr)*) => {
        match $database {
            Database::Postgres(pool) => {
                let query = sqlx::query($sql)$(.bind($value))*;
                query.execute(pool).await.unwrap().rows_affected()
            }
            Database::Sqlite(pool) => {
                let query = sqlx::query($sql)$(.bind($value))*;
                query.execute(pool).await.unwrap().rows_affected()
            }
        }
    };
}

impl Database {
    /// Opens the database like the shop.
    pub(crate) async fn open(url: &str) -> Self {
        match url.strip_prefix("postgres") {
            Some(_) => Self::Postgres(PgPool::connect(url).await.unwrap()),
            None => Self::Sqlite(SqlitePool::connect(url).await.unwrap()),
        }
    }

    /// Opens the database for preparations, without waiting for the disk.
    pub(crate) async fn open_in_haste(url: &str) -> Self {
        if url.starts_with("postgres") {
            return Self::open(url).await;
        }
        let options: SqliteConnectOptions = url.parse().unwrap();
        let options = options.synchronous(SqliteSynchronous::Off);
        Self::Sqlite(SqlitePool::connect_with(options).await.unwrap())
    }

    pub(crate) fn orders(&self) -> Orders {
        match self {
            Self::Postgres(pool) => Orders::new(PostgresStore::new(pool.clone())),
            Self::Sqlite(pool) => Orders::new(SqliteStore::new(pool.clone())),
        }
    }

    pub(crate) async fn make_table(&self) {
        let sql = "CREATE TABLE bench_orders (id TEXT NOT NULL PRIMARY KEY, paid BOOLEAN NOT NULL)";
        execute!(self, sql);
    }

    /// Adds an order whose payer is on the payment page. Its token is its id.
    pub(crate) async fn place(&self, orders: &Orders, id: &OrderId, price: Amount<USD>) {
        let sql = "INSERT INTO shop_orders (id, token, product) VALUES ($1, $1, 'tea')";
        execute!(self, sql, id.as_str());
        orders.create(id.clone(), price).await.unwrap();
        let request = mpgs::Confirm::builder()
            .amount(price)
            .invoice_no(format!("{id}-1").parse().unwrap())
            .return_url("https://shop.example/paid".parse().unwrap())
            .build();
        let started = orders.start(id, &request).await.unwrap();
        assert_eq!(started.action, Action::Send);
    }

    /// Adds an order for the bare statement, which is one row.
    pub(crate) async fn place_bare(&self, id: &OrderId) {
        let sql = "INSERT INTO bench_orders (id, paid) VALUES ($1, FALSE)";
        execute!(self, sql, id.as_str());
    }

    /// Runs the conditional statement. Returns whether it settled the order.
    pub(crate) async fn settle_bare(&self, id: &str) -> bool {
        let sql = "UPDATE bench_orders SET paid = TRUE WHERE id = $1 AND NOT paid";
        execute!(self, sql, id) == 1
    }
}
