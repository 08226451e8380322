//! The shop's own tables: orders, the challenges between two pages, and parcels. The state of
//! payments is kept only by plutu-orders.
//!
//! `sqlx::Any` runs the same statements on SQLite and PostgreSQL.

use std::time::SystemTime;

use plutu_orders::OrderId;
use plutu_orders::Task;
use plutu_orders::Timestamp;
use sqlx::AnyPool;

use crate::products::Product;
use crate::token::Token;
use crate::way::Way;

/// The shop's own tables.
#[derive(Clone, Debug)]
pub(crate) struct Ledger(AnyPool);

/// An order's data in the shop. plutu-orders keeps the state of its payment.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) id: OrderId,
    pub(crate) token: Token,
    pub(crate) product: &'static Product,
}

/// A stored challenge.
pub(crate) struct StoredChallenge {
    pub(crate) way: Way,
    pub(crate) body: String,
}

impl Ledger {
    pub(crate) fn new(pool: AnyPool) -> Self {
        Self(pool)
    }

    /// Stores an order. Returns whether its id was free.
    pub(crate) async fn place(&self, placed: &Placed) -> sqlx::Result<bool> {
        let sql = "INSERT INTO shop_orders (id, token, product) VALUES ($1, $2, $3) \
                   ON CONFLICT (id) DO NOTHING";
        let done = sqlx::query(sql)
            .bind(placed.id.as_str())
            .bind(placed.token.expose())
            .bind(placed.product.id)
            .execute(&self.0)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The order with this token.
    pub(crate) async fn find(&self, token: &Token) -> sqlx::Result<Option<Placed>> {
        let row: Option<(String, String)> =
            sqlx::query_as("SELECT id, product FROM shop_orders WHERE token = $1")
                .bind(token.expose())
                .fetch_optional(&self.0)
                .await?;
        Ok(row.and_then(|(id, product)| {
            Some(Placed {
                id: id.parse().ok()?,
                token: token.clone(),
                product: Product::find(&product)?,
            })
        }))
    }

    /// Keeps a challenge until the payer has entered the password. It replaces an earlier one.
    pub(crate) async fn keep_challenge(
        &self,
        order: &OrderId,
        challenge: &StoredChallenge,
    ) -> sqlx::Result<()> {
        let sql = "INSERT INTO shop_challenges (order_id, gateway, body, tries) VALUES ($1, $2, $3, 0) \
                   ON CONFLICT (order_id) \
                   DO UPDATE SET gateway = excluded.gateway, body = excluded.body, tries = 0";
        sqlx::query(sql)
            .bind(order.as_str())
            .bind(challenge.way.name())
            .bind(&challenge.body)
            .execute(&self.0)
            .await?;
        Ok(())
    }

    /// The gateway that sent the payer a password last, if any.
    pub(crate) async fn password_way(&self, order: &OrderId) -> sqlx::Result<Option<Way>> {
        let gateway: Option<String> =
            sqlx::query_scalar("SELECT gateway FROM shop_challenges WHERE order_id = $1")
                .bind(order.as_str())
                .fetch_optional(&self.0)
                .await?;
        Ok(gateway.as_deref().and_then(Way::find))
    }

    /// Takes the challenge for one more try. After [`MAX_TRIES`] it returns `None`: nobody may find
    /// a password of four digits by trying.
    pub(crate) async fn try_challenge(
        &self,
        order: &OrderId,
    ) -> sqlx::Result<Option<StoredChallenge>> {
        let sql = "UPDATE shop_challenges SET tries = tries + 1 WHERE order_id = $1 AND tries < $2 \
                   RETURNING gateway, body";
        let row: Option<(String, String)> = sqlx::query_as(sql)
            .bind(order.as_str())
            .bind(MAX_TRIES)
            .fetch_optional(&self.0)
            .await?;
        let challenge = |(gateway, body): (String, _)| {
            let way = Way::find(&gateway)?;
            Some(StoredChallenge { way, body })
        };
        Ok(row.and_then(challenge))
    }

    /// Ships once for each task, even if several processes ask for it several times. Returns
    /// whether this was the first time.
    pub(crate) async fn ship(&self, task: &Task, order: &OrderId) -> sqlx::Result<bool> {
        let sql = "INSERT INTO shop_parcels (task, order_id, shipped_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (task) DO NOTHING";
        let now = Timestamp::from(SystemTime::now());
        let done = sqlx::query(sql)
            .bind(task.key().as_str())
            .bind(order.as_str())
            .bind(i64::try_from(now.unix()).unwrap_or(i64::MAX))
            .execute(&self.0)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// How many parcels of the order were shipped.
    pub(crate) async fn parcels(&self, order: &OrderId) -> sqlx::Result<i64> {
        sqlx::query_scalar("SELECT COUNT(*) FROM shop_parcels WHERE order_id = $1")
            .bind(order.as_str())
            .fetch_one(&self.0)
            .await
    }

    /// When the order was shipped.
    pub(crate) async fn shipped_at(&self, order: &OrderId) -> sqlx::Result<Option<Timestamp>> {
        let seconds: Option<i64> =
            sqlx::query_scalar("SELECT shipped_at FROM shop_parcels WHERE order_id = $1")
                .bind(order.as_str())
                .fetch_optional(&self.0)
                .await?;
        let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok());
        Ok(seconds.map(Timestamp::from_unix))
    }
}

/// How often a payer may enter a password.
const MAX_TRIES: i64 = 5;
