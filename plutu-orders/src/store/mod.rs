//! Where orders are kept: a trait with five methods, and three implementations.
//!
//! | store | for |
//! |---|---|
//! | [`MemoryStore`] | tests and examples |
//! | `SqliteStore` (feature `sqlite`) | one machine |
//! | `PostgresStore` (feature `postgres`) | as many machines as you like |

mod error;
mod memory;
#[cfg(feature = "postgres")]
mod postgres;
mod shared;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::future::Future;
use std::slice;

use crate::attempt::Attempt;
use crate::key::AttemptKey;
use crate::order::Order;
use crate::order_id::OrderId;
use crate::task::Queue;
use crate::task::Task;
use crate::task::TaskKey;

pub use self::error::StoreError;
pub use self::memory::MemoryStore;
#[cfg(feature = "postgres")]
pub use self::postgres::PostgresStore;
pub(crate) use self::shared::SharedStore;
#[cfg(feature = "sqlite")]
pub use self::sqlite::SqliteStore;

/// Keeps orders and the outbox. A plain `async fn` implements each method.
///
/// # Contract
///
/// `plutu_contract::orders::check` tests it, under concurrency. A store
///
/// - returns an order **as it was stored**, by its id and by the key of each of its attempts, and
///   nothing if there is none;
/// - **stores a new order once**: if its id is taken, nothing is stored;
/// - **checks the version**: if the order was stored since it was loaded, nothing is stored. Of two
///   changes that expect the same version, one is stored;
/// - keeps attempts **unique**: if another order has an attempt with the same key, nothing is
///   stored;
/// - stores an order and its tasks **together**: nobody ever sees one without the other, and after
///   an error neither is there;
/// - hands out **every task**, with all that it holds, in the queue that it belongs to, the oldest
///   first;
/// - hands a task out **until it is acknowledged**, to everybody who asks;
/// - **acknowledges** the task that was named and no other one, forever: it is not handed out
///   again, not even if it is stored again;
/// - keeps **a task with the same key** once;
/// - **reports** what did not happen. `Ok` means that it is stored for good, also if the machine
///   stops now. If the database is down, every method returns [`StoreError::Unavailable`].
pub trait Store: Send + Sync {
    /// The order with that id, and its version.
    fn load(
        &self,
        id: &OrderId,
    ) -> impl Future<Output = Result<Option<StoredOrder>, StoreError>> + Send;

    /// The order that has an attempt with that key, and its version.
    fn find(
        &self,
        key: &AttemptKey,
    ) -> impl Future<Output = Result<Option<StoredOrder>, StoreError>> + Send;

    /// Stores a change, all of it or nothing.
    fn save(&self, change: &Change) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The tasks of a queue that were not acknowledged, the oldest first, and at most `limit` of
    /// them.
    fn pending(
        &self,
        queue: Queue,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Task>, StoreError>> + Send;

    /// Acknowledges a task. If there is no such task, nothing happens.
    fn acknowledge(&self, key: &TaskKey) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// An order as it was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOrder {
    /// The order.
    pub order: Order,
    /// Its version.
    pub version: Version,
}

/// How often an order was stored: 1 after the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u64);

impl Version {
    /// The version of an order that was stored for the first time.
    pub const FIRST: Self = Self(1);

    /// The version with that number, as it stands in a column.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The version's number, for a column.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The version after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// What is stored together, or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A new order. It is stored with [`Version::FIRST`].
    Create(Order),
    /// A new state of an order, made with [`Change::update`].
    #[non_exhaustive]
    Update {
        /// The order's new state. It is stored with the version after `expected`.
        order: Order,
        /// The version that the order must have now.
        expected: Version,
        /// How many of the order's attempts are stored already.
        known_attempts: usize,
        /// What is to be done.
        tasks: Vec<Task>,
    },
    /// A task without an order.
    Note(Task),
}

impl Change {
    /// The change from a stored order to its new state, with the tasks that follow.
    #[must_use]
    pub fn update(stored: &StoredOrder, order: Order, tasks: Vec<Task>) -> Self {
        Self::Update {
            order,
            expected: stored.version,
            known_attempts: stored.order.attempts().len(),
            tasks,
        }
    }

    /// The attempts that the change adds. Their keys are not stored yet, and must be unique.
    #[must_use]
    pub fn new_attempts(&self) -> &[Attempt] {
        match self {
            Self::Create(order) => order.attempts(),
            Self::Update {
                order,
                known_attempts,
                ..
            } => order.attempts().get(*known_attempts..).unwrap_or_default(),
            Self::Note(_) => &[],
        }
    }

    /// The tasks that the change adds.
    pub fn tasks(&self) -> &[Task] {
        match self {
            Self::Create(_) => &[],
            Self::Update { tasks, .. } => tasks,
            Self::Note(task) => slice::from_ref(task),
        }
    }
}
