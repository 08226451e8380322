//! Stores, which keep orders and tasks: a trait with five methods, and three implementations.
//!
//! | store | for |
//! |---|---|
//! | [`MemoryStore`] | tests and examples |
//! | `SqliteStore` (feature `sqlite`) | one machine |
//! | `PostgresStore` (feature `postgres`) | any number of machines |

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
use crate::attempt::AttemptState;
use crate::key::AttemptKey;
use crate::order::Order;
use crate::order_id::OrderId;
use crate::task::Pending;
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

/// Keeps orders and the outbox. Implement each method as a plain `async fn`.
///
/// # Contract
///
/// `plutu_contract::orders::check` tests this contract, also with concurrent calls. A store
///
/// - returns an order **as it was stored**, by its id and by the key of each of its attempts, and
///   `None` if there is no such order;
/// - **stores a new order once**: if its id is taken, nothing is stored;
/// - **checks the version**: if the order was stored since it was loaded, nothing is stored. Of two
///   changes that expect the same version, only one is stored;
/// - keeps attempts **unique**: if another order has an attempt with the same key, nothing is
///   stored;
/// - stores an order and its tasks **together**: no reader ever sees one without the other, and
///   after an error neither is stored;
/// - acknowledges the tasks that are [done](Change::done) after a change **together** with it;
/// - returns **every task** unchanged, from the queue that it belongs to, the oldest first;
/// - returns the other tasks **if one cannot be read**, and reports that one by its key;
/// - returns a task to every caller **until it is acknowledged**;
/// - **acknowledges** the named task and no other, forever: it is not returned again, not even if
///   it is stored again;
/// - stores **a task with the same key** once;
/// - **reports** every failure. `Ok` means that the change is durable, even if the machine stops
///   now. If the database is down, every method returns [`StoreError::Unavailable`].
pub trait Store: Send + Sync {
    /// Loads the order with that id, and its version.
    fn load(
        &self,
        id: &OrderId,
    ) -> impl Future<Output = Result<Option<StoredOrder>, StoreError>> + Send;

    /// Loads the order that has an attempt with that key, and its version.
    fn find(
        &self,
        key: &AttemptKey,
    ) -> impl Future<Output = Result<Option<StoredOrder>, StoreError>> + Send;

    /// Stores the whole change, or nothing.
    fn save(&self, change: &Change) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Returns the tasks of a queue that are not acknowledged, the oldest first, and at most
    /// `limit` of them. Tasks that cannot be read do not count.
    fn pending(
        &self,
        queue: Queue,
        limit: usize,
    ) -> impl Future<Output = Result<Pending, StoreError>> + Send;

    /// Acknowledges a task. If there is no such task, nothing happens.
    fn acknowledge(&self, key: &TaskKey) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// An order with its version, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredOrder {
    /// The order.
    pub order: Order,
    /// Its version.
    pub version: Version,
}

/// The number of times that an order was stored: 1 after the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u64);

impl Version {
    /// The version of an order that was stored for the first time.
    pub const FIRST: Self = Self(1);

    /// Creates the version with that number, as it was read from a column.
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

/// A change that is stored completely or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A new order. It is stored with [`Version::FIRST`].
    Create(Order),
    /// The new state of an order, made by [`Change::update`].
    #[non_exhaustive]
    Update {
        /// The order's new state. It is stored with the version after `expected`.
        order: Order,
        /// The version that the stored order must have.
        expected: Version,
        /// The number of the order's attempts that are stored already.
        known_attempts: usize,
        /// The tasks that follow from the change.
        tasks: Vec<Task>,
        /// The tasks that are no longer to be done after the change. They are acknowledged.
        done: Vec<TaskKey>,
    },
    /// A task without an order.
    Note(Task),
}

impl Change {
    /// Creates the change from a stored order to its new state, with the tasks that follow.
    ///
    /// If the change is a refund, it acknowledges the task that is no longer to be done: the task
    /// to ship if no payment is left, or the task to refund the only payment that is left.
    #[must_use]
    pub fn update(stored: &StoredOrder, order: Order, tasks: Vec<Task>) -> Self {
        let done = done_by_refund(&stored.order, &order);
        Self::Update {
            order,
            expected: stored.version,
            known_attempts: stored.order.attempts().len(),
            tasks,
            done: done.into_iter().collect(),
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

    /// The tasks that the change acknowledges.
    #[must_use]
    pub fn done(&self) -> &[TaskKey] {
        match self {
            Self::Update { done, .. } => done,
            Self::Create(_) | Self::Note(_) => &[],
        }
    }
}

/// Returns the task that is no longer to be done if the second order is the first one after a
/// refund.
fn done_by_refund(before: &Order, after: &Order) -> Option<TaskKey> {
    let left = payments(after);
    if left.len() >= payments(before).len() {
        return None;
    }
    match left.as_slice() {
        [] => Some(TaskKey::to_ship(after.id())),
        [only] => Some(TaskKey::to_refund(only.key())),
        _ => None,
    }
}

/// The attempts whose money the shop still has.
fn payments(order: &Order) -> Vec<&Attempt> {
    let is_payment = |attempt: &&Attempt| attempt.state() == AttemptState::Paid;
    order.attempts().iter().filter(is_payment).collect()
}
