//! Stores that are deliberately wrong. For each, the contract test reports the clause that the
//! store breaks.

use std::collections::HashSet;
use std::sync::Mutex;

use plutu_contract::orders;
use plutu_contract::orders::Clause;
use plutu_contract::orders::ClauseError;
use plutu_orders::Attempt;
use plutu_orders::AttemptKey;
use plutu_orders::Order;
use plutu_orders::OrderId;
use plutu_orders::Pending;
use plutu_orders::Queue;
use plutu_orders::Store;
use plutu_orders::StoreError;
use plutu_orders::Task;
use plutu_orders::TaskKey;
use plutu_orders::store::Change;
use plutu_orders::store::StoredOrder;
use plutu_orders::store::Version;
use tokio::task::yield_now;

/// A flaw of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Flaw {
    ForgetsHistory,
    MixesUpOrders,
    FindsByNumberAlone,
    ReplacesOrders,
    IgnoresTheVersion,
    LosesUpdates,
    HasNoUniqueKey,
    ChecksTheKeyBefore,
    SettlesInTwoSteps,
    WritesTasksFirst,
    LosesTheOutbox,
    HandsOutTheNewestFirst,
    HandsOutOnce,
    AcknowledgesAnother,
    ForgetsAcknowledgements,
    ShipsRefundedOrders,
    KeepsTasksTwice,
    SwallowsErrors,
}

const ALL: [(Flaw, Clause); 18] = [
    (Flaw::ForgetsHistory, Clause::ReturnsAsStored),
    (Flaw::MixesUpOrders, Clause::ReturnsAsStored),
    (Flaw::FindsByNumberAlone, Clause::FindsByAttempt),
    (Flaw::ReplacesOrders, Clause::CreatesOnce),
    (Flaw::IgnoresTheVersion, Clause::ChecksVersion),
    (Flaw::LosesUpdates, Clause::ChecksVersion),
    (Flaw::HasNoUniqueKey, Clause::KeepsAttemptsUnique),
    (Flaw::ChecksTheKeyBefore, Clause::KeepsAttemptsUnique),
    (Flaw::SettlesInTwoSteps, Clause::StoresTogether),
    (Flaw::WritesTasksFirst, Clause::StoresTogether),
    (Flaw::LosesTheOutbox, Clause::HandsOutEveryTask),
    (Flaw::HandsOutTheNewestFirst, Clause::HandsOutEveryTask),
    (Flaw::HandsOutOnce, Clause::HandsOutUntilAcknowledged),
    (Flaw::AcknowledgesAnother, Clause::AcknowledgesTheNamed),
    (Flaw::ForgetsAcknowledgements, Clause::AcknowledgesTheNamed),
    (Flaw::ShipsRefundedOrders, Clause::AcknowledgesTheNamed),
    (Flaw::KeepsTasksTwice, Clause::KeepsTaskOnce),
    (Flaw::SwallowsErrors, Clause::Reports),
];

#[tokio::test]
async fn each_wrong_store_breaks_the_clause_that_it_violates() {
    let mut caught = HashSet::new();
    for (flaw, clause) in ALL {
        let error = orders::check(&Wrong::new(flaw))
            .await
            .expect_err("the store is wrong");
        println!("{flaw:?}: {error}");
        let broken: HashSet<_> = error.broken().iter().map(ClauseError::clause).collect();
        assert_eq!(broken, HashSet::from([clause]), "{flaw:?}: {error}");
        caught.insert(clause);
    }
    for clause in Clause::ALL {
        assert!(caught.contains(clause), "no store breaks {clause:?}");
    }
}

#[tokio::test]
async fn a_store_without_a_flaw_passes() {
    orders::check(&Wrong {
        flaw: None,
        tables: Mutex::default(),
    })
    .await
    .unwrap();
}

/// A small store with a flaw. It does not wrap a correct store, which would hide some flaws.
struct Wrong {
    flaw: Option<Flaw>,
    tables: Mutex<Tables>,
}

#[derive(Default)]
struct Tables {
    orders: Vec<StoredOrder>,
    attempts: Vec<(AttemptKey, OrderId)>,
    tasks: Vec<Task>,
    acknowledged: Vec<TaskKey>,
    handed_out: HashSet<TaskKey>,
}

impl Wrong {
    fn new(flaw: Flaw) -> Self {
        Self {
            flaw: Some(flaw),
            tables: Mutex::default(),
        }
    }

    fn has(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }

    fn same(&self, one: &OrderId, other: &OrderId) -> bool {
        if self.has(Flaw::MixesUpOrders) {
            return one.as_str().eq_ignore_ascii_case(other.as_str());
        }
        one == other
    }

    fn position(&self, id: &OrderId) -> Option<usize> {
        let tables = self.tables.lock().unwrap();
        tables
            .orders
            .iter()
            .position(|stored| self.same(stored.order.id(), id))
    }

    fn check_version(&self, change: &Change) -> Result<(), StoreError> {
        let (order, expected) = match change {
            Change::Create(order) => (order, None),
            Change::Update {
                order, expected, ..
            } => (order, Some(*expected)),
            _ => return Ok(()),
        };
        let position = self.position(order.id());
        let version = position.map(|at| self.tables.lock().unwrap().orders[at].version);
        let ignored = self.has(Flaw::ReplacesOrders) && expected.is_none()
            || self.has(Flaw::IgnoresTheVersion) && expected.is_some();
        if version == expected || ignored {
            return Ok(());
        }
        Err(StoreError::Conflict)
    }

    fn check_attempts(&self, change: &Change) -> Result<(), StoreError> {
        let tables = self.tables.lock().unwrap();
        let taken = |key: &&AttemptKey| tables.attempts.iter().any(|(known, _)| known == *key);
        let mut keys = change.new_attempts().iter().map(Attempt::key);
        match keys.find(taken) {
            Some(key) if !self.has(Flaw::HasNoUniqueKey) => {
                Err(StoreError::InvoiceNoTaken(key.clone()))
            }
            _ => Ok(()),
        }
    }

    fn write_order(&self, change: &Change) {
        let (order, version) = match change {
            Change::Create(order) => (order, Version::FIRST),
            Change::Update {
                order, expected, ..
            } => (order, expected.next()),
            _ => return,
        };
        let position = self.position(order.id());
        let mut tables = self.tables.lock().unwrap();
        let stored = StoredOrder {
            order: self.keep(order),
            version,
        };
        match position {
            Some(at) => tables.orders[at] = stored,
            None => tables.orders.push(stored),
        }
        for attempt in change.new_attempts() {
            tables
                .attempts
                .push((attempt.key().clone(), order.id().clone()));
        }
    }

    fn keep(&self, order: &Order) -> Order {
        if !self.has(Flaw::ForgetsHistory) {
            return order.clone();
        }
        let mut value = serde_json::to_value(order).unwrap();
        for line in value["history"].as_array_mut().unwrap() {
            line["at"] = 0.into();
        }
        serde_json::from_value(value).unwrap()
    }

    fn write_tasks(&self, change: &Change) {
        let mut tables = self.tables.lock().unwrap();
        for task in change.tasks() {
            let lost = self.has(Flaw::LosesTheOutbox) && tables.tasks.len() % 8 == 7;
            let known = tables.tasks.iter().any(|known| known.key() == task.key());
            if known && self.has(Flaw::ForgetsAcknowledgements) {
                tables.acknowledged.retain(|key| *key != task.key());
            }
            if (!known || self.has(Flaw::KeepsTasksTwice)) && !lost {
                tables.tasks.push(task.clone());
            }
        }
        if !self.has(Flaw::ShipsRefundedOrders) {
            tables.acknowledged.extend_from_slice(change.done());
        }
    }
}

impl Store for Wrong {
    async fn load(&self, id: &OrderId) -> Result<Option<StoredOrder>, StoreError> {
        let position = self.position(id);
        Ok(position.map(|at| self.tables.lock().unwrap().orders[at].clone()))
    }

    async fn find(&self, key: &AttemptKey) -> Result<Option<StoredOrder>, StoreError> {
        let id = {
            let tables = self.tables.lock().unwrap();
            let mut attempts = tables.attempts.iter().rev();
            let found = attempts.find(|(known, _)| {
                let same = known.invoice_no() == key.invoice_no();
                known == key || same && self.has(Flaw::FindsByNumberAlone)
            });
            found.map(|(_, id)| id.clone())
        };
        match id {
            Some(id) => self.load(&id).await,
            None => Ok(None),
        }
    }

    async fn save(&self, change: &Change) -> Result<(), StoreError> {
        if self.has(Flaw::WritesTasksFirst) {
            self.write_tasks(change);
            yield_now().await;
        }
        let early = self.check_attempts(change);
        if self.has(Flaw::ChecksTheKeyBefore) {
            yield_now().await;
        }
        let version = self.check_version(change);
        if self.has(Flaw::LosesUpdates) && matches!(change, Change::Update { .. }) {
            yield_now().await;
        }
        let checked = version.and_then(|()| {
            if self.has(Flaw::ChecksTheKeyBefore) {
                early
            } else {
                self.check_attempts(change)
            }
        });
        if self.has(Flaw::SwallowsErrors) && checked.is_err() {
            return Ok(());
        }
        checked?;
        self.write_order(change);
        if self.has(Flaw::SettlesInTwoSteps) {
            yield_now().await;
        }
        self.write_tasks(change);
        Ok(())
    }

    async fn pending(&self, queue: Queue, limit: usize) -> Result<Pending, StoreError> {
        let mut tables = self.tables.lock().unwrap();
        let tables = &mut *tables;
        let pending = tables.tasks.iter().filter(|task| {
            let seen = tables.handed_out.contains(&task.key()) && self.has(Flaw::HandsOutOnce);
            task.queue() == queue && !tables.acknowledged.contains(&task.key()) && !seen
        });
        let mut pending: Vec<_> = pending.cloned().collect();
        if self.has(Flaw::HandsOutTheNewestFirst) {
            pending.reverse();
        }
        pending.truncate(limit);
        tables.handed_out.extend(pending.iter().map(Task::key));
        Ok(pending.into())
    }

    async fn acknowledge(&self, key: &TaskKey) -> Result<(), StoreError> {
        let first = self.pending(Queue::Shipping, 1).await?;
        let mut tables = self.tables.lock().unwrap();
        let named = match first.tasks.first() {
            Some(first) if self.has(Flaw::AcknowledgesAnother) => first.key(),
            _ => key.clone(),
        };
        tables.acknowledged.push(named);
        Ok(())
    }
}
