//! The parts that all trials use: new orders, their changes, and the broken clauses.

use std::error::Error;
use std::fmt;
use std::process;
use std::task::Poll;
use std::time::SystemTime;

use futures_util::future;
use plutu_core::Amount;
use plutu_core::InvoiceNo;
use plutu_core::gateways::local_bank_cards;
use plutu_core::gateways::mpgs;
use plutu_orders::Attempt;
use plutu_orders::AttemptKey;
use plutu_orders::Event;
use plutu_orders::NewAttempt;
use plutu_orders::Order;
use plutu_orders::OrderId;
use plutu_orders::Store;
use plutu_orders::StoreError;
use plutu_orders::Task;
use plutu_orders::Timestamp;
use plutu_orders::Verdict;
use plutu_orders::store::Change;
use plutu_orders::store::StoredOrder;
use plutu_orders::store::Version;

use super::clause::Clause;
use super::error::ClauseError;

/// The result of a trial. An error stops the trial and says what the store did wrong.
pub(super) type Verdicts = Result<(), ClauseError>;

/// The store that is tested, and a prefix for names that are not in it yet.
pub(super) struct Bench<'a, S> {
    pub(super) store: &'a S,
    /// The beginning of every name in this trial.
    prefix: String,
}

impl<'a, S: Store> Bench<'a, S> {
    pub(super) fn new(store: &'a S, trial: &str) -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let now = now.map_or(0, |now| now.as_nanos());
        let prefix = format!("contract-{}-{now}-{trial}", process::id());
        Self { store, prefix }
    }

    /// An order that is not stored yet.
    pub(super) fn order(&self, name: &str) -> Order {
        Order::new::<mpgs::Currency>(self.id(name), amount())
    }

    /// An order in another currency, for another gateway.
    pub(super) fn order_in_dinars(&self, name: &str) -> Order {
        Order::new::<local_bank_cards::Currency>(self.id(name), amount())
    }

    pub(super) fn id(&self, name: &str) -> OrderId {
        text(OrderId::new(format!("{}-{name}", self.prefix)))
    }

    pub(super) fn invoice_no(&self, name: &str) -> InvoiceNo {
        text(format!("{}-{name}", self.prefix).parse())
    }

    pub(super) fn key(&self, name: &str) -> AttemptKey {
        AttemptKey::new::<mpgs::Gateway>(self.invoice_no(name))
    }

    /// A stored order.
    pub(super) async fn stored(&self, name: &str) -> Result<StoredOrder, ClauseError> {
        let order = self.order(name);
        self.create(&order).await?;
        Ok(StoredOrder {
            order,
            version: Version::FIRST,
        })
    }

    pub(super) async fn create(&self, order: &Order) -> Verdicts {
        let created = self.store.save(&Change::Create(order.clone())).await;
        created.map_err(failed(Clause::Reports, "a new order was not stored"))
    }

    /// The change that starts an attempt.
    pub(super) fn start(&self, stored: &StoredOrder, number: &str) -> Change {
        let event = Event::Start(attempt(stored, self.invoice_no(number)));
        change(stored, &event, AT).0
    }

    /// A stored order with an attempt.
    pub(super) async fn started(&self, name: &str) -> Result<StoredOrder, ClauseError> {
        let stored = self.stored(name).await?;
        self.save(&self.start(&stored, name)).await?;
        self.load(stored.order.id()).await
    }

    /// The change that makes the order paid, with its task.
    pub(super) fn pay(&self, stored: &StoredOrder, at: Timestamp) -> (Change, Vec<Task>) {
        let key = stored.order.attempts().first().map(Attempt::key);
        let key = key.cloned().unwrap_or_else(|| self.key("missing"));
        let event = Event::Decision(key, Verdict::Paid, text("contract".parse()));
        change(stored, &event, at)
    }

    /// The change that refunds a paid order.
    pub(super) fn refund(&self, paid: &StoredOrder) -> Change {
        let key = paid.order.paid_by().map(Attempt::key);
        let key = key.cloned().unwrap_or_else(|| self.key("missing"));
        let event = Event::Decision(key, Verdict::Refunded, text("contract".parse()));
        change(paid, &event, AT).0
    }

    /// Stores a paid order, and returns its task.
    pub(super) async fn paid(&self, name: &str, at: Timestamp) -> Result<Task, ClauseError> {
        let stored = self.started(name).await?;
        let (change, tasks) = self.pay(&stored, at);
        self.save(&change).await?;
        let missing = || broken(Clause::Reports, "the trial has no task");
        tasks.into_iter().next().ok_or_else(missing)
    }

    pub(super) async fn save(&self, change: &Change) -> Verdicts {
        let saved = self.store.save(change).await;
        saved.map_err(failed(Clause::Reports, "a valid change was not stored"))
    }

    /// The stored order with this id.
    pub(super) async fn load(&self, id: &OrderId) -> Result<StoredOrder, ClauseError> {
        let loaded = self.store.load(id).await;
        let loaded = loaded.map_err(failed(Clause::Reports, "an order was not loaded"))?;
        let missing = || broken(Clause::ReturnsAsStored, "a stored order is missing");
        loaded.ok_or_else(missing)
    }
}

/// The time of most events in the trials.
pub(super) const AT: Timestamp = Timestamp::from_unix(1_700_000_000);

/// A change and its tasks.
fn change(stored: &StoredOrder, event: &Event, at: Timestamp) -> (Change, Vec<Task>) {
    let mut order = stored.order.clone();
    let task = match order.apply(event, at) {
        Ok(action) => Task::after(event, &action, &order, at),
        Err(_) => None,
    };
    let tasks: Vec<_> = task.into_iter().collect();
    (Change::update(stored, order, tasks.clone()), tasks)
}

fn attempt(stored: &StoredOrder, invoice_no: InvoiceNo) -> NewAttempt {
    let attempt = if stored.order.price().currency() == "USD" {
        let request = mpgs::Confirm::builder()
            .amount(amount())
            .invoice_no(invoice_no)
            .return_url(text("https://shop.example/".parse()))
            .build();
        NewAttempt::of(&request)
    } else {
        let request = local_bank_cards::Confirm::builder()
            .amount(amount())
            .invoice_no(invoice_no)
            .return_url(text("https://shop.example/".parse()))
            .build();
        NewAttempt::of(&request)
    };
    text(attempt)
}

fn amount<C>() -> Amount<C> {
    text("12.50".parse())
}

#[expect(clippy::expect_used, reason = "the trials' own names are valid")]
fn text<T, E: fmt::Debug>(read: Result<T, E>) -> T {
    read.expect("the trials' own names are valid")
}

/// A broken clause, and what the store did wrong.
pub(super) fn broken(clause: Clause, observation: impl Into<String>) -> ClauseError {
    ClauseError {
        clause,
        observation: observation.into(),
    }
}

/// Fails with `otherwise` if `holds` is false.
pub(super) fn expect(holds: bool, clause: Clause, otherwise: &str) -> Verdicts {
    if holds {
        Ok(())
    } else {
        Err(broken(clause, otherwise))
    }
}

/// The error of a store that failed where it must succeed.
pub(super) fn failed(clause: Clause, what: &str) -> impl FnOnce(StoreError) -> ClauseError {
    move |error| {
        let source = error.source().map(|source| format!(": {source}"));
        broken(
            clause,
            format!("{what}: {error}{}", source.unwrap_or_default()),
        )
    }
}

/// Lets the other futures of the same task run.
pub(super) async fn give_way() {
    let mut polled = false;
    future::poll_fn(|context| {
        if polled {
            return Poll::Ready(());
        }
        polled = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
