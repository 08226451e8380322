//! The parts that both databases share: the SQL statements, which mean the same in both, and the
//! macro that declares a store. It is a macro because a function that is generic over sqlx's
//! databases would need a bound for the type of every column.

use std::error::Error;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::error::DatabaseError;

use crate::order::Order;
use crate::order::OrderState;
use crate::store::StoreError;
use crate::store::StoredOrder;
use crate::store::Version;
use crate::task::Pending;
use crate::task::UnreadableTask;

pub(super) const LOAD: &str = "SELECT version, body FROM plutu_orders WHERE id = $1";

pub(super) const FIND: &str = "SELECT plutu_orders.version, plutu_orders.body FROM plutu_attempts \
     JOIN plutu_orders ON plutu_orders.id = plutu_attempts.order_id \
     WHERE plutu_attempts.gateway = $1 AND plutu_attempts.invoice_no = $2";

pub(super) const CREATE: &str = "INSERT INTO plutu_orders (id, version, state, body) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (id) DO NOTHING";

/// The statement that makes settling safe: of two changes that expect the same version, the second
/// one updates no row.
pub(super) const UPDATE: &str = "UPDATE plutu_orders SET version = $2, state = $3, body = $4 \
     WHERE id = $1 AND version = $5";

/// Inserts nothing if the key is taken.
pub(super) const ADD_ATTEMPT: &str = "INSERT INTO plutu_attempts (gateway, invoice_no, order_id) VALUES ($1, $2, $3) \
     ON CONFLICT (gateway, invoice_no) DO NOTHING";

pub(super) const NOTE: &str = "INSERT INTO plutu_tasks (key, queue, body) VALUES ($1, $2, $3) \
     ON CONFLICT (key) DO NOTHING";

pub(super) const PENDING: &str = "SELECT position, key, body FROM plutu_tasks \
     WHERE queue = $1 AND NOT acknowledged AND position > $2 ORDER BY position LIMIT $3";

pub(super) const ACKNOWLEDGE: &str = "UPDATE plutu_tasks SET acknowledged = TRUE WHERE key = $1";

pub(super) const CREATE_SCHEMA: &str =
    "CREATE TABLE IF NOT EXISTS plutu_orders_schema (version BIGINT NOT NULL PRIMARY KEY)";

pub(super) const SCHEMA: &str = "SELECT COALESCE(MAX(version), 0) FROM plutu_orders_schema";

pub(super) const SET_SCHEMA: &str = "INSERT INTO plutu_orders_schema (version) VALUES ($1)";

/// A row of an order.
pub(super) type OrderRow = (i64, String);

pub(super) fn read_order((version, body): OrderRow) -> Result<StoredOrder, StoreError> {
    Ok(StoredOrder {
        order: read(&body)?,
        version: Version::new(version.try_into().map_err(corrupt)?),
    })
}

/// A row of a task: its position, its key and the task.
pub(super) type TaskRow = (i64, String, String);

/// Adds the tasks of the rows, until `limit` tasks can be read.
pub(super) fn read_tasks(rows: Vec<TaskRow>, limit: usize, pending: &mut Pending) {
    for row in rows {
        if pending.tasks.len() >= limit {
            return;
        }
        read_task(row, pending);
    }
}

/// Adds the task of a row to those that can be read or to those that cannot.
fn read_task((_, key, body): TaskRow, pending: &mut Pending) {
    match serde_json::from_str(&body) {
        Ok(task) => pending.tasks.push(task),
        Err(error) => pending
            .unreadable
            .push(UnreadableTask::new(key.into(), error)),
    }
}

fn read<T: DeserializeOwned>(body: &str) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(corrupt)
}

pub(super) fn write(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(corrupt)
}

pub(super) fn number(version: Version) -> Result<i64, StoreError> {
    version.number().try_into().map_err(corrupt)
}

pub(super) fn state(order: &Order) -> &'static str {
    match order.state() {
        OrderState::Open => "open",
        OrderState::Awaiting => "awaiting",
        OrderState::Frozen => "frozen",
        OrderState::Paid => "paid",
    }
}

fn corrupt(error: impl Error + Send + Sync + 'static) -> StoreError {
    StoreError::Corrupt(Box::new(error))
}

pub(super) fn failed(error: sqlx::Error) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}

/// Whether the database has rolled a transaction back because of another one: they waited for each
/// other, or could not be serialized. Nothing was stored, and the transaction can be tried again.
pub(super) fn was_rolled_back(error: &StoreError) -> bool {
    let StoreError::Unavailable(source) = error else {
        return false;
    };
    let error = source.downcast_ref::<sqlx::Error>();
    let error = error.and_then(sqlx::Error::as_database_error);
    let code = error.and_then(DatabaseError::code);
    matches!(code.as_deref(), Some("40001" | "40P01"))
}

/// The number of tasks that are loaded at a time, even if fewer are wanted: rows that cannot be
/// read are then passed over with few queries.
pub(super) const PAGE: usize = 100;

/// How often a transaction that was rolled back is tried again. After that, the database is too
/// busy.
pub(super) const RETRIES: usize = 10;

/// Declares a store over a connection pool: the five methods, and the migrations, which run under a
/// lock that `$lock` takes.
macro_rules! sql_store {
    ($(#[$attribute:meta])* $name:ident, $database:ty, $lock:ident, [$($migration:literal),* $(,)?]) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        pub struct $name(Pool<$database>);

        impl $name {
            /// Creates a store in the database of the pool. [`migrate`](Self::migrate) creates its
            /// tables.
            #[must_use]
            pub fn new(pool: Pool<$database>) -> Self {
                Self(pool)
            }

            /// Creates the tables, or brings them up to date. All their names begin with `plutu_`.
            ///
            /// Call it at every start of the application. Several machines may call it at the same
            /// time.
            ///
            /// # Errors
            ///
            /// [`StoreError::Unavailable`] if the database cannot be reached or refuses a
            /// statement.
            pub async fn migrate(&self) -> Result<(), StoreError> {
                let mut transaction = $lock(&self.0).await.map_err(sql::failed)?;
                sqlx::query(sql::CREATE_SCHEMA)
                    .execute(&mut *transaction)
                    .await
                    .map_err(sql::failed)?;
                let done: i64 = sqlx::query_scalar(sql::SCHEMA)
                    .fetch_one(&mut *transaction)
                    .await
                    .map_err(sql::failed)?;
                let migrations = (1_i64..).zip([$(include_str!($migration)),*]);
                for (version, migration) in migrations.filter(|(version, _)| *version > done) {
                    sqlx::raw_sql(migration)
                        .execute(&mut *transaction)
                        .await
                        .map_err(sql::failed)?;
                    sqlx::query(sql::SET_SCHEMA)
                        .bind(version)
                        .execute(&mut *transaction)
                        .await
                        .map_err(sql::failed)?;
                }
                transaction.commit().await.map_err(sql::failed)
            }
        }

        impl Store for $name {
            async fn load(&self, id: &OrderId) -> Result<Option<StoredOrder>, StoreError> {
                let row: Option<OrderRow> = sqlx::query_as(sql::LOAD)
                    .bind(id.as_str())
                    .fetch_optional(&self.0)
                    .await
                    .map_err(sql::failed)?;
                row.map(sql::read_order).transpose()
            }

            async fn find(&self, key: &AttemptKey) -> Result<Option<StoredOrder>, StoreError> {
                let row: Option<OrderRow> = sqlx::query_as(sql::FIND)
                    .bind(key.gateway())
                    .bind(key.invoice_no().as_str())
                    .fetch_optional(&self.0)
                    .await
                    .map_err(sql::failed)?;
                row.map(sql::read_order).transpose()
            }

            async fn save(&self, change: &Change) -> Result<(), StoreError> {
                for _ in 0..sql::RETRIES {
                    match save(&self.0, change).await {
                        Err(error) if sql::was_rolled_back(&error) => {}
                        done => return done,
                    }
                }
                save(&self.0, change).await
            }

            async fn pending(&self, queue: Queue, limit: usize) -> Result<Pending, StoreError> {
                let mut pending = Pending::default();
                let mut after = 0;
                // Rows that cannot be read do not count, so that they never fill the limit.
                while pending.tasks.len() < limit {
                    let page = limit.saturating_sub(pending.tasks.len()).max(sql::PAGE);
                    let rows: Vec<TaskRow> = sqlx::query_as(sql::PENDING)
                        .bind(queue.as_str())
                        .bind(after)
                        .bind(i64::try_from(page).unwrap_or(i64::MAX))
                        .fetch_all(&self.0)
                        .await
                        .map_err(sql::failed)?;
                    let is_last = rows.len() < page;
                    after = rows.last().map_or(after, |(position, ..)| *position);
                    sql::read_tasks(rows, limit, &mut pending);
                    if is_last {
                        break;
                    }
                }
                Ok(pending)
            }

            async fn acknowledge(&self, key: &TaskKey) -> Result<(), StoreError> {
                acknowledge(&self.0, key).await
            }
        }

        /// Stores a change in a transaction.
        async fn save(pool: &Pool<$database>, change: &Change) -> Result<(), StoreError> {
            // A dropped transaction is rolled back, so an early return stores nothing.
            let mut transaction = pool.begin().await.map_err(sql::failed)?;
            let order = match change {
                Change::Create(order) => Some((order, None)),
                Change::Update { order, expected, .. } => Some((order, Some(*expected))),
                Change::Note(_) => None,
            };
            if let Some((order, expected)) = order {
                put(&mut transaction, order, expected).await?;
                for attempt in change.new_attempts() {
                    add_attempt(&mut transaction, attempt.key(), order.id()).await?;
                }
            }
            for task in change.tasks() {
                note(&mut transaction, task).await?;
            }
            for key in change.done() {
                acknowledge(&mut *transaction, key).await?;
            }
            transaction.commit().await.map_err(sql::failed)
        }

        /// Writes an order, if its version is the expected one.
        async fn put(
            transaction: &mut Transaction<'_, $database>,
            order: &Order,
            expected: Option<Version>,
        ) -> Result<(), StoreError> {
            // The first statement writes, so SQLite waits for its lock here. A transaction that
            // reads first could fail when it writes.
            let statement = if expected.is_some() { sql::UPDATE } else { sql::CREATE };
            let version = expected.map_or(Version::FIRST, Version::next);
            let query = sqlx::query(statement)
                .bind(order.id().as_str())
                .bind(sql::number(version)?)
                .bind(sql::state(order))
                .bind(sql::write(order)?);
            let query = match expected {
                Some(expected) => query.bind(sql::number(expected)?),
                None => query,
            };
            let done = query.execute(&mut **transaction).await.map_err(sql::failed)?;
            if done.rows_affected() != 1 {
                return Err(StoreError::Conflict);
            }
            Ok(())
        }

        async fn add_attempt(
            transaction: &mut Transaction<'_, $database>,
            key: &AttemptKey,
            order: &OrderId,
        ) -> Result<(), StoreError> {
            let done = sqlx::query(sql::ADD_ATTEMPT)
                .bind(key.gateway())
                .bind(key.invoice_no().as_str())
                .bind(order.as_str())
                .execute(&mut **transaction)
                .await
                .map_err(sql::failed)?;
            if done.rows_affected() == 1 {
                return Ok(());
            }
            Err(StoreError::InvoiceNoTaken(key.clone()))
        }

        async fn acknowledge(
            database: impl Executor<'_, Database = $database>,
            key: &TaskKey,
        ) -> Result<(), StoreError> {
            sqlx::query(sql::ACKNOWLEDGE)
                .bind(key.as_str())
                .execute(database)
                .await
                .map_err(sql::failed)?;
            Ok(())
        }

        async fn note(
            transaction: &mut Transaction<'_, $database>,
            task: &Task,
        ) -> Result<(), StoreError> {
            sqlx::query(sql::NOTE)
                .bind(task.key().as_str())
                .bind(task.queue().as_str())
                .bind(sql::write(task)?)
                .execute(&mut **transaction)
                .await
                .map_err(sql::failed)?;
            Ok(())
        }
    };
}

pub(super) use sql_store;
