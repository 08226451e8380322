//! Reads the shop's database for the audit.

use std::collections::BTreeMap;

use plutu_orders::Order;
use plutu_orders::Orders;
use plutu_orders::PostgresStore;
use plutu_orders::Queue;
use plutu_orders::SqliteStore;
use plutu_orders::Task;
use sqlx::AnyPool;
use sqlx::PgPool;
use sqlx::SqlitePool;

pub(crate) struct Books {
    orders: Orders,
    pool: AnyPool,
}

impl Books {
    pub(crate) async fn open(url: &str) -> Self {
        sqlx::any::install_default_drivers();
        let orders = if url.starts_with("postgres:") {
            Orders::new(PostgresStore::new(PgPool::connect(url).await.unwrap()))
        } else {
            Orders::new(SqliteStore::new(SqlitePool::connect(url).await.unwrap()))
        };
        Self {
            orders,
            pool: AnyPool::connect(url).await.unwrap(),
        }
    }

    /// All orders.
    pub(crate) async fn orders(&self) -> BTreeMap<String, Order> {
        let mut orders = BTreeMap::new();
        for id in self.column("SELECT id FROM plutu_orders").await {
            let order = self.orders.load(&id.parse().unwrap()).await.unwrap();
            orders.insert(id, order);
        }
        orders
    }

    /// The order behind an address.
    pub(crate) async fn order_of(&self, token: &str) -> Order {
        let id: String = sqlx::query_scalar("SELECT id FROM shop_orders WHERE token = $1")
            .bind(token)
            .fetch_one(&self.pool)
            .await
            .unwrap();
        self.orders.load(&id.parse().unwrap()).await.unwrap()
    }

    /// How often each order was shipped.
    pub(crate) async fn parcels(&self) -> BTreeMap<String, usize> {
        let mut parcels = BTreeMap::new();
        for order in self.column("SELECT order_id FROM shop_parcels").await {
            *parcels.entry(order).or_default() += 1;
        }
        parcels
    }

    /// The orders that were shipped and are not paid, at this moment.
    pub(crate) async fn shipped_unpaid(&self) -> Vec<String> {
        self.column(
            "SELECT shop_parcels.order_id FROM shop_parcels \
             LEFT JOIN plutu_orders ON plutu_orders.id = shop_parcels.order_id \
             WHERE plutu_orders.state IS NULL OR plutu_orders.state <> 'paid'",
        )
        .await
    }

    /// The open tasks.
    pub(crate) async fn pending(&self, queue: Queue) -> Vec<Task> {
        self.orders.pending(queue, usize::MAX).await.unwrap().tasks
    }

    async fn column(&self, sql: &str) -> Vec<String> {
        let rows = sqlx::query_scalar(sql).fetch_all(&self.pool).await;
        rows.unwrap()
    }
}
