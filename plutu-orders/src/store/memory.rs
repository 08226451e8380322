//! A store in memory.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::attempt::Attempt;
use crate::key::AttemptKey;
use crate::order::Order;
use crate::order_id::OrderId;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::StoredOrder;
use crate::store::Version;
use crate::task::Pending;
use crate::task::Queue;
use crate::task::Task;
use crate::task::TaskKey;

/// A store in memory, for tests and examples. It keeps the whole contract, except that everything
/// is lost when it is dropped.
///
/// ```
/// use plutu_orders::{MemoryStore, Orders};
///
/// let orders = Orders::new(MemoryStore::new());
/// ```
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Tables>);

impl MemoryStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> MutexGuard<'_, Tables> {
        // Each change is checked before the first table is written, so a panic leaves no change
        // half stored.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    async fn load(&self, id: &OrderId) -> Result<Option<StoredOrder>, StoreError> {
        Ok(self.lock().orders.get(id).cloned())
    }

    async fn find(&self, key: &AttemptKey) -> Result<Option<StoredOrder>, StoreError> {
        let tables = self.lock();
        let id = tables.attempts.get(key);
        Ok(id.and_then(|id| tables.orders.get(id)).cloned())
    }

    async fn save(&self, change: &Change) -> Result<(), StoreError> {
        self.lock().save(change)
    }

    async fn pending(&self, queue: Queue, limit: usize) -> Result<Pending, StoreError> {
        let tables = self.lock();
        let pending = tables
            .tasks
            .iter()
            .filter(|row| !row.acknowledged && row.task.queue() == queue);
        let tasks: Vec<_> = pending.take(limit).map(|row| row.task.clone()).collect();
        Ok(tasks.into())
    }

    async fn acknowledge(&self, key: &TaskKey) -> Result<(), StoreError> {
        self.lock().acknowledge(key);
        Ok(())
    }
}

/// The same tables as in a database.
#[derive(Debug, Default)]
struct Tables {
    orders: HashMap<OrderId, StoredOrder>,
    attempts: HashMap<AttemptKey, OrderId>,
    tasks: Vec<Row>,
}

impl Tables {
    fn save(&mut self, change: &Change) -> Result<(), StoreError> {
        let stored = match change {
            Change::Create(order) => self.check_version(order, None)?,
            Change::Update {
                order, expected, ..
            } => self.check_version(order, Some(*expected))?,
            Change::Note(task) => {
                self.note(task);
                return Ok(());
            }
        };
        let mut keys = change.new_attempts().iter().map(Attempt::key);
        if let Some(key) = keys.find(|key| self.attempts.contains_key(key)) {
            return Err(StoreError::InvoiceNoTaken(key.clone()));
        }
        let id = stored.order.id().clone();
        for attempt in change.new_attempts() {
            self.attempts.insert(attempt.key().clone(), id.clone());
        }
        self.orders.insert(id, stored);
        change.tasks().iter().for_each(|task| self.note(task));
        change.done().iter().for_each(|key| self.acknowledge(key));
        Ok(())
    }

    fn acknowledge(&mut self, key: &TaskKey) {
        let named = self.tasks.iter_mut().filter(|row| row.task.key() == *key);
        named.for_each(|row| row.acknowledged = true);
    }

    /// Returns the row to store, if the stored row has the expected version.
    fn check_version(
        &self,
        order: &Order,
        expected: Option<Version>,
    ) -> Result<StoredOrder, StoreError> {
        let stored = self.orders.get(order.id());
        if stored.map(|stored| stored.version) != expected {
            return Err(StoreError::Conflict);
        }
        Ok(StoredOrder {
            order: order.clone(),
            version: expected.map_or(Version::FIRST, Version::next),
        })
    }

    fn note(&mut self, task: &Task) {
        if self.tasks.iter().all(|row| row.task.key() != task.key()) {
            self.tasks.push(Row {
                task: task.clone(),
                acknowledged: false,
            });
        }
    }
}

#[derive(Debug)]
struct Row {
    task: Task,
    acknowledged: bool,
}
