//! A store in memory whose database can fail.

use std::sync::Arc;
use std::sync::atomic::AtomicU8;
use std::sync::atomic::Ordering;

use plutu_orders::AttemptKey;
use plutu_orders::MemoryStore;
use plutu_orders::OrderId;
use plutu_orders::Pending;
use plutu_orders::Queue;
use plutu_orders::Store;
use plutu_orders::StoreError;
use plutu_orders::TaskKey;
use plutu_orders::store::Change;
use plutu_orders::store::StoredOrder;

/// The state of the database, which a test changes.
#[derive(Clone, Default)]
pub(crate) struct Database(Arc<AtomicU8>);

impl Database {
    pub(crate) fn start(&self) {
        self.set(RUNNING);
    }

    pub(crate) fn stop(&self) {
        self.set(STOPPED);
    }

    /// Loading and storing an order still works. Looking up an attempt, which records the outcome
    /// of a charge, does not.
    pub(crate) fn fail_after_the_charge(&self) {
        self.set(FAILS_AFTER_THE_CHARGE);
    }

    /// The same, with a panic.
    pub(crate) fn panic_after_the_charge(&self) {
        self.set(PANICS_AFTER_THE_CHARGE);
    }

    fn set(&self, state: u8) {
        self.0.store(state, Ordering::SeqCst);
    }

    fn check(&self) -> Result<(), StoreError> {
        match self.0.load(Ordering::SeqCst) {
            STOPPED => Err(StoreError::Unavailable("no connection".into())),
            _ => Ok(()),
        }
    }

    fn check_after_the_charge(&self) -> Result<(), StoreError> {
        match self.0.load(Ordering::SeqCst) {
            FAILS_AFTER_THE_CHARGE => Err(StoreError::Unavailable("no connection".into())),
            PANICS_AFTER_THE_CHARGE => panic!("the test asked for this panic"),
            _ => self.check(),
        }
    }
}

const RUNNING: u8 = 0;
const STOPPED: u8 = 1;
const FAILS_AFTER_THE_CHARGE: u8 = 2;
const PANICS_AFTER_THE_CHARGE: u8 = 3;

pub(crate) struct FaultyStore {
    store: MemoryStore,
    database: Database,
}

impl FaultyStore {
    pub(crate) fn new(database: Database) -> Self {
        Self {
            store: MemoryStore::new(),
            database,
        }
    }
}

impl Store for FaultyStore {
    async fn load(&self, id: &OrderId) -> Result<Option<StoredOrder>, StoreError> {
        self.database.check()?;
        self.store.load(id).await
    }

    async fn find(&self, key: &AttemptKey) -> Result<Option<StoredOrder>, StoreError> {
        self.database.check_after_the_charge()?;
        self.store.find(key).await
    }

    async fn save(&self, change: &Change) -> Result<(), StoreError> {
        self.database.check()?;
        self.store.save(change).await
    }

    async fn pending(&self, queue: Queue, limit: usize) -> Result<Pending, StoreError> {
        self.database.check()?;
        self.store.pending(queue, limit).await
    }

    async fn acknowledge(&self, key: &TaskKey) -> Result<(), StoreError> {
        self.database.check()?;
        self.store.acknowledge(key).await
    }
}
