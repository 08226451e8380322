//! The methods that an application calls. Each loads an order, applies an event and stores the
//! order, and starts again if another process stored it first.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use std::time::SystemTime;

use plutu_core::Amount;
use plutu_core::Certainty;
use plutu_core::Charge;
use plutu_core::Currency;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::Mismatch;
use plutu_core::Priced;
use plutu_core::Receipt;
use plutu_core::Request;
use plutu_core::Settlement;
use plutu_core::TransactionId;
use plutu_core::callback::SignedCallback;

use crate::action::Action;
use crate::attempt::Attempt;
use crate::attempt::AttemptState;
use crate::attempt::NewAttempt;
use crate::error::EventError;
use crate::event::Event;
use crate::event::Verdict;
use crate::evidence::Evidence;
use crate::key::AttemptKey;
use crate::order::Order;
use crate::order_id::OrderId;
use crate::person::Person;
use crate::store::Change;
use crate::store::SharedStore;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::StoredOrder;
use crate::task::Pending;
use crate::task::Queue;
use crate::task::Task;
use crate::task::TaskKey;
use crate::task::UnreadableTask;
use crate::timestamp::Timestamp;

/// The orders of a shop, in its database. Create it once: clones are cheap.
///
/// Each method that reports an event loads the order, applies the event, and stores the order
/// together with its tasks in one transaction. If another process stored the order in the meantime,
/// the method starts again with the stored order.
///
/// | when | call |
/// |---|---|
/// | an order is placed | [`create`](Self::create) |
/// | before a request with an invoice number is sent | [`start`](Self::start) |
/// | the request that you started failed | [`failed`](Self::failed), never after an error of `start` |
/// | a charge returned a receipt | [`receipt`](Self::receipt) |
/// | a callback was verified | [`settle`](Self::settle), or [`settle_for`](Self::settle_for) if the URL names the order |
/// | a person looked a payment up | [`decide`](Self::decide) |
/// | at the start, and every few minutes | [`freeze_lost_charges`](Self::freeze_lost_charges) |
/// | the shop ships, or a person decides about open questions | [`pending`](Self::pending), [`acknowledge`](Self::acknowledge) |
///
/// No state is kept outside of the store. If the database is down, every method returns an error
/// for which [`is_unavailable`](OrdersError::is_unavailable) is true. Answer 503: a later callback
/// or a reload of the page can settle the order.
#[derive(Clone)]
pub struct Orders {
    store: SharedStore,
}

impl Orders {
    /// Creates a handle to the orders in `store`.
    #[must_use]
    pub fn new(store: impl Store + 'static) -> Self {
        Self {
            store: Arc::new(store),
        }
    }

    /// Stores a new order.
    ///
    /// # Errors
    ///
    /// [`OrdersError::OrderExists`] if there is already an order with that id, or an error of the
    /// store.
    pub async fn create<C: Currency>(
        &self,
        id: OrderId,
        amount: Amount<C>,
    ) -> Result<Order, OrdersError> {
        let order = Order::new(id, amount);
        match self.store.save(&Change::Create(order.clone())).await {
            Ok(()) => Ok(order),
            Err(StoreError::Conflict) => Err(OrdersError::OrderExists(order.id().clone())),
            Err(error) => Err(error.into()),
        }
    }

    /// Loads the order with that id.
    ///
    /// # Errors
    ///
    /// [`OrdersError::UnknownOrder`], or an error of the store.
    pub async fn load(&self, id: &OrderId) -> Result<Order, OrdersError> {
        Ok(self.load_stored(Place::Order(id)).await?.order)
    }

    /// Loads the order that has an attempt with that key.
    ///
    /// # Errors
    ///
    /// [`OrdersError::UnknownAttempt`], or an error of the store.
    pub async fn find(&self, key: &AttemptKey) -> Result<Order, OrdersError> {
        Ok(self.load_stored(Place::Attempt(key)).await?.order)
    }

    /// Records the attempt that a request makes. Call it **before** you send the request, and send
    /// the request only if the result is `Ok`. Then the shop has a record of every payment, even if
    /// the machine stops in between.
    ///
    /// ```
    /// # use plutu_core::{Certainty, Redirect};
    /// use plutu_core::gateways::mpgs;
    /// use plutu_orders::{Action, OrderId, Orders, OrdersError};
    /// # async fn send(request: &mpgs::Confirm) -> Result<Redirect, Certainty> { Err(Certainty::NotSent) }
    ///
    /// async fn pay(orders: &Orders, id: &OrderId, request: &mpgs::Confirm) -> Result<String, OrdersError> {
    ///     let _ = orders.start(id, request).await?;
    ///     // With plutu-http: `client.send(request)`, and `error.certainty()`.
    ///     match send(request).await {
    ///         Ok(page) => Ok(format!("go to {}", page.url())),
    ///         Err(certainty) => match orders.failed(request, certainty).await?.action {
    ///             Action::OfferAgain => Ok("please try again".to_owned()),
    ///             _ => Ok("please wait until we know more".to_owned()),
    ///         },
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`OrdersError::Event`] if the order must not be paid now, or not by this request. Its
    /// [`EventError`] says why. [`StoreError::InvoiceNoTaken`] if another order used the invoice
    /// number.
    ///
    /// After any error, send nothing, and do not call [`failed`](Self::failed): if the payer
    /// pressed the button twice, the other call may have started an attempt with the same invoice
    /// number, and its charge may be under way.
    ///
    /// If the error [is unavailable](OrdersError::is_unavailable), the attempt may or may not be
    /// recorded, although nothing was sent. Do not repeat the call. When the database is back, load
    /// the order, and offer to pay with a new invoice number if it [may be
    /// paid](Order::check_payable) and is not [being checked](Order::is_being_checked). If the
    /// attempt was recorded and is a charge,
    /// [`freeze_lost_charges`](Self::freeze_lost_charges) freezes it, and a person decides that it
    /// was not paid.
    pub async fn start<R>(&self, order: &OrderId, request: &R) -> Result<Transition, OrdersError>
    where
        R: Request + Priced<<R::Gateway as Gateway>::Currency>,
    {
        let attempt = NewAttempt::of(request)?;
        let event = Event::Start(attempt);
        self.update(Place::Order(order), |_| Some(event.clone()))
            .await
    }

    /// Records that a request failed. `plutu_http::SendError::certainty` says what is known.
    ///
    /// Call it only for a request that you tried to send, after **your own** call of
    /// [`start`](Self::start) returned `Ok`. Never call it because `start` returned an error, not
    /// even with [`Certainty::NotSent`]. An attempt is known by its gateway and invoice number
    /// alone, so the report would be recorded for the attempt of another call. Its charge may be
    /// under way, and a second charge could then be started.
    ///
    /// A charge with an unknown outcome freezes the order. If the error of this method [is
    /// unavailable](OrdersError::is_unavailable), repeat the call.
    ///
    /// # Errors
    ///
    /// [`OrdersError::UnknownAttempt`] if the request was not [started](Self::start), or an error
    /// of the store.
    pub async fn failed<R: Request>(
        &self,
        request: &R,
        certainty: Certainty,
    ) -> Result<Transition, OrdersError> {
        let invoice_no = request.invoice_no().ok_or(EventError::NoInvoiceNo)?;
        let key = AttemptKey::new::<R::Gateway>(invoice_no.clone());
        self.attempt_failed(&key, certainty).await
    }

    /// Does the same as [`failed`](Self::failed), for code that no longer has the request. The same
    /// rule applies: call it only after your own [`start`](Self::start) returned `Ok`.
    /// `plutu_http::SendError` has the gateway and the invoice number for the key.
    ///
    /// # Errors
    ///
    /// The errors of [`failed`](Self::failed).
    pub async fn attempt_failed(
        &self,
        key: &AttemptKey,
        certainty: Certainty,
    ) -> Result<Transition, OrdersError> {
        let event = Event::Failed(key.clone(), certainty);
        self.update(Place::Attempt(key), |_| Some(event.clone()))
            .await
    }

    /// Compares the receipt of a charge with the order, and records it.
    ///
    /// # Errors
    ///
    /// [`OrdersError::UnknownAttempt`] if the charge was not [started](Self::start), or an error of
    /// the store. The payer has paid anyway, so call this method again after an error of the store.
    pub async fn receipt<R: Charge>(
        &self,
        charge: &R,
        receipt: &Receipt<R::Gateway>,
    ) -> Result<Transition, OrdersError> {
        let (invoice_no, _) = charge.order();
        let id = receipt.transaction_id();
        self.answered::<R::Gateway>(invoice_no, id, |invoice_no, amount| {
            receipt.settle(invoice_no, amount).map(Settlement::Paid)
        })
        .await
    }

    /// Compares a verified callback with its order, and records it. The order is found by the
    /// callback's invoice number. Its own amount must match the callback's.
    ///
    /// ```
    /// # use plutu_core::callback::signed_query;
    /// # use plutu_core::currency::USD;
    /// use plutu_core::gateways::mpgs;
    /// use plutu_orders::{Action, Orders, OrdersError};
    ///
    /// async fn returned(orders: &Orders, callback: &mpgs::Callback) -> Result<Action, OrdersError> {
    ///     Ok(orders.settle(callback).await?.action)
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`OrdersError::UnknownAttempt`] if no order has such an attempt. Then a task for a person is
    /// in the outbox, because Plutu reported an invoice number that the shop does not know.
    /// Otherwise, an error of the store.
    pub async fn settle<C: SignedCallback>(&self, callback: &C) -> Result<Transition, OrdersError> {
        let (invoice_no, id) = (callback.invoice_no(), callback.transaction_id());
        self.answered::<C::Gateway>(invoice_no, id, |invoice_no, amount| {
            callback.settle(invoice_no, amount)
        })
        .await
    }

    /// Compares a verified callback with this order, for a URL that names the order, and records
    /// it.
    ///
    /// If the callback belongs to another order, this order's history gets a line, and nothing else
    /// happens to it. The callback is then recorded as [`settle`](Self::settle) would record it:
    /// its own order may be paid, and if no order has its invoice number, a person is asked. The
    /// result is about this order in any case.
    ///
    /// # Errors
    ///
    /// [`OrdersError::UnknownOrder`] if there is no such order, or an error of the store. If there
    /// is no such order, nothing is recorded.
    pub async fn settle_for<C: SignedCallback>(
        &self,
        order: &OrderId,
        callback: &C,
    ) -> Result<Transition, OrdersError> {
        let key = AttemptKey::new::<C::Gateway>(callback.invoice_no().clone());
        let compare = |invoice_no: &_, amount| callback.settle(invoice_no, amount);
        let answered = |order: &Order| {
            let event = order.compare::<C::Gateway>(callback.invoice_no(), compare);
            Some(event.with_transaction_id(callback.transaction_id()))
        };
        let transition = self.update(Place::Order(order), answered).await?;
        if transition.order.attempt(&key).is_none() {
            match self.settle(callback).await {
                Ok(_) | Err(OrdersError::UnknownAttempt(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(transition)
    }

    /// Records that Plutu reported another amount or another currency for an attempt. A person is
    /// asked. Call it if the report did not become a callback: a signed currency that is not the
    /// gateway's is a [`CallbackError`](plutu_core::CallbackError).
    ///
    /// A person is asked once for each attempt, and not about a second report of this kind, because
    /// nothing tells the reports apart.
    ///
    /// You need not call it for the amount of a callback, which [`settle`](Self::settle) compares.
    ///
    /// # Errors
    ///
    /// [`OrdersError::UnknownAttempt`], or an error of the store.
    pub async fn doubt_amount(&self, key: &AttemptKey) -> Result<Transition, OrdersError> {
        let event = Event::OtherAmount(key.clone(), Evidence::default());
        self.update(Place::Attempt(key), |_| Some(event.clone()))
            .await
    }

    /// Records the decision of a person about an attempt.
    ///
    /// ```
    /// use plutu_orders::{Orders, OrdersError, Person, Task, Verdict};
    ///
    /// async fn not_paid(orders: &Orders, task: &Task, by: &Person) -> Result<(), OrdersError> {
    ///     let _ = orders.decide(task.attempt(), Verdict::NotPaid, by).await?;
    ///     orders.acknowledge(&task.key()).await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`OrdersError::Event`] if the decision contradicts what is recorded, or if the charge may
    /// still be under way. [`OrdersError::UnknownAttempt`], or an error of the store.
    pub async fn decide(
        &self,
        key: &AttemptKey,
        verdict: Verdict,
        by: &Person,
    ) -> Result<Transition, OrdersError> {
        let event = Event::Decision(key.clone(), verdict, by.clone());
        self.update(Place::Attempt(key), |_| Some(event.clone()))
            .await
    }

    /// Returns the tasks of a queue that are not acknowledged: at most `limit` of them, the oldest
    /// first. A task that cannot be read holds up no other. Report it.
    ///
    /// ```
    /// use plutu_orders::{Orders, OrdersError, Queue};
    ///
    /// async fn ship(orders: &Orders) -> Result<(), OrdersError> {
    ///     let pending = orders.pending(Queue::Shipping, 100).await?;
    ///     for unreadable in &pending.unreadable {
    ///         eprintln!("{unreadable}");
    ///     }
    ///     for task in pending.tasks {
    ///         println!("parcel {} for order {:?}", task.key(), task.order());
    ///         orders.acknowledge(&task.key()).await?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// An error of the store.
    pub async fn pending(&self, queue: Queue, limit: usize) -> Result<Pending, OrdersError> {
        Ok(self.store.pending(queue, limit).await?)
    }

    /// Acknowledges a task that was done. It is not returned again.
    ///
    /// # Errors
    ///
    /// An error of the store. The task may then be returned again.
    pub async fn acknowledge(&self, key: &TaskKey) -> Result<(), OrdersError> {
        Ok(self.store.acknowledge(key).await?)
    }

    /// Freezes each charge that was started longer ago than `timeout` and has no outcome, because
    /// the process that sent it crashed. Call it when the application starts, and every few
    /// minutes.
    ///
    /// `timeout` must be longer than the HTTP client's total time-out. No charge is frozen before
    /// it has passed, but it may be frozen up to a second later, because times are stored in whole
    /// seconds. With [`Duration::ZERO`], every charge without an outcome is frozen. A receipt that
    /// arrives later still settles the order.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use plutu_orders::{Orders, OrdersError};
    ///
    /// async fn sweep(orders: &Orders) -> Result<(), OrdersError> {
    ///     for transition in orders.freeze_lost_charges(Duration::from_secs(600)).await? {
    ///         println!("order {} is frozen", transition.order.id());
    ///     }
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// An error of the store. If it [is unavailable](OrdersError::is_unavailable), the error is
    /// returned at once. After any other error, the remaining charges are frozen first. Charges
    /// that were frozen stay frozen, and their questions are in the outbox, but they are not
    /// returned.
    ///
    /// A task that [cannot be read](Pending::unreadable) is such an error, each time until it is
    /// acknowledged. No other charge waits for it.
    pub async fn freeze_lost_charges(
        &self,
        timeout: Duration,
    ) -> Result<Vec<Transition>, OrdersError> {
        let mut sweep = Sweep::default();
        while self.freeze_page(timeout, &mut sweep).await? {}
        sweep.failed.map_or(Ok(sweep.frozen), Err)
    }

    /// Freezes the lost charges among the oldest ones that the sweep has not seen. Returns whether
    /// there may be more.
    async fn freeze_page(&self, timeout: Duration, sweep: &mut Sweep) -> Result<bool, OrdersError> {
        let limit = PAGE.saturating_add(sweep.failures);
        let pending = self.store.pending(Queue::Charges, limit).await?;
        let unreadable = pending.unreadable.into_iter().next().map(unreadable);
        sweep.failed = sweep.failed.take().or(unreadable);
        let mut lost = pending.tasks;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let now = now.unwrap_or_default();
        lost.retain(|task| is_over(task.at(), timeout, now) && sweep.seen.insert(task.key()));
        for task in &lost {
            match self.freeze_if_lost(task).await {
                Ok(transition) => sweep.frozen.extend(transition),
                Err(error) if error.is_unavailable() => return Err(error),
                // An order that cannot be read must not stop the others from being frozen.
                Err(error) => {
                    sweep.failures = sweep.failures.saturating_add(1);
                    sweep.failed = sweep.failed.take().or(Some(error));
                }
            }
        }
        Ok(!lost.is_empty())
    }

    async fn freeze_if_lost(&self, task: &Task) -> Result<Option<Transition>, OrdersError> {
        let key = task.attempt();
        let lost = |order: &Order| {
            let state = order.attempt(key).map(Attempt::state);
            let lost = state == Some(AttemptState::Started);
            lost.then(|| Event::Failed(key.clone(), Certainty::Unknown))
        };
        let transition = match self.update(Place::Attempt(key), lost).await {
            Ok(transition) => Some(transition),
            // The order was deleted, so nothing is left to follow.
            Err(OrdersError::UnknownAttempt(_)) => None,
            Err(error) => return Err(error),
        };
        self.store.acknowledge(&task.key()).await?;
        Ok(transition.filter(|transition| transition.action != Action::Nothing))
    }

    /// Records a genuine answer about an invoice number, in the order that has it.
    async fn answered<G: Gateway>(
        &self,
        invoice_no: &InvoiceNo,
        transaction_id: Option<&TransactionId>,
        compare: impl Fn(&InvoiceNo, Amount<G::Currency>) -> Result<Settlement, Mismatch>,
    ) -> Result<Transition, OrdersError> {
        let key = AttemptKey::new::<G>(invoice_no.clone());
        let event = |order: &Order| {
            let event = order.compare::<G>(invoice_no, &compare);
            Some(event.with_transaction_id(transaction_id))
        };
        let transition = self.update(Place::Attempt(&key), event).await;
        if let Err(OrdersError::UnknownAttempt(key)) = &transition {
            let task = Task::about_unknown_order(key.clone(), now());
            let task = task.with_transaction_id(transaction_id);
            self.store.save(&Change::Note(task)).await?;
        }
        transition
    }

    /// Loads the order, applies its event and stores it. Repeats this until no other process stored
    /// the order in between.
    async fn update(
        &self,
        place: Place<'_>,
        event: impl Fn(&Order) -> Option<Event>,
    ) -> Result<Transition, OrdersError> {
        for _ in 0..TRIES {
            let stored = self.load_stored(place).await?;
            let mut order = stored.order.clone();
            let Some(event) = event(&order) else {
                let action = Action::Nothing;
                return Ok(Transition { order, action });
            };
            let at = now();
            let action = order.apply(&event, at)?;
            if order == stored.order {
                // The line and the task were stored when the event happened for the first time.
                return Ok(Transition { order, action });
            }
            let tasks = Task::after(&event, &action, &order, at);
            let change = Change::update(&stored, order.clone(), tasks.into_iter().collect());
            match self.store.save(&change).await {
                Ok(()) => return Ok(Transition { order, action }),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(OrdersError::Contended)
    }

    async fn load_stored(&self, place: Place<'_>) -> Result<StoredOrder, OrdersError> {
        let stored = match place {
            Place::Order(id) => self.store.load(id).await?,
            Place::Attempt(key) => self.store.find(key).await?,
        };
        stored.ok_or_else(|| place.unknown())
    }
}

impl fmt::Debug for Orders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Orders").finish_non_exhaustive()
    }
}

/// The order after an event, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "`action` says what to do next"]
#[non_exhaustive]
pub struct Transition {
    /// The order as it is stored now.
    pub order: Order,
    /// What to do next.
    pub action: Action,
}

/// Why an event was not recorded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OrdersError {
    /// There is already an order with this id.
    #[error("there is already an order {0}")]
    OrderExists(OrderId),
    /// There is no order with this id.
    #[error("there is no order {0}")]
    UnknownOrder(OrderId),
    /// No order has this attempt.
    #[error("no order has the attempt {0}")]
    UnknownAttempt(AttemptKey),
    /// The event does not fit the order.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Other processes changed the order again and again. Try again later.
    #[error("too many processes change the order at the same time")]
    Contended,
}

impl OrdersError {
    /// Whether the database cannot be reached or is too busy. Answer 503. The event may or may not
    /// be recorded.
    ///
    /// After [`start`](Orders::start), send nothing, do not call [`failed`](Orders::failed), and
    /// begin a new attempt later: if the first call recorded the attempt, a second one with the
    /// same request returns an error. Every other call can be repeated. A repeated
    /// [`create`](Orders::create) returns [`OrderExists`](Self::OrderExists) if the first one
    /// stored the order.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        matches!(
            self,
            Self::Contended | Self::Store(StoreError::Unavailable(_))
        )
    }
}

/// The progress of [`Orders::freeze_lost_charges`].
#[derive(Default)]
struct Sweep {
    frozen: Vec<Transition>,
    /// The tasks that were handled. The sweep ends when there is no other one.
    seen: HashSet<TaskKey>,
    /// The number of tasks that failed. They are still in the queue.
    failures: usize,
    /// The first error.
    failed: Option<OrdersError>,
}

/// How an order is looked up.
#[derive(Clone, Copy)]
enum Place<'a> {
    Order(&'a OrderId),
    Attempt(&'a AttemptKey),
}

impl Place<'_> {
    fn unknown(self) -> OrdersError {
        match self {
            Self::Order(id) => OrdersError::UnknownOrder(id.clone()),
            Self::Attempt(key) => OrdersError::UnknownAttempt(key.clone()),
        }
    }
}

/// Each conflict means that another process succeeded, so a hundred conflicts in a row are no
/// coincidence.
const TRIES: usize = 100;

/// The number of charges that [`Orders::freeze_lost_charges`] loads at a time.
const PAGE: usize = 1_000;

/// Whether `timeout` has passed since a task was added, at the time `now` since 1970. The task's
/// time is in whole seconds and may be up to a second too early, so a second is added.
fn is_over(at: Timestamp, timeout: Duration, now: Duration) -> bool {
    let latest_start = Duration::from_secs(at.unix().saturating_add(1));
    let over = latest_start.checked_add(timeout);
    timeout.is_zero() || over.is_some_and(|over| now >= over)
}

fn unreadable(task: UnreadableTask) -> OrdersError {
    StoreError::Corrupt(Box::new(task)).into()
}

fn now() -> Timestamp {
    SystemTime::now().into()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use plutu_core::Certainty;
    use plutu_core::gateways::mpgs;
    use plutu_core::gateways::sadad;

    use super::Orders;
    use super::OrdersError;
    use crate::event::Verdict;
    use crate::key::AttemptKey;
    use crate::order_id::OrderId;
    use crate::person::Person;
    use crate::task::Queue;
    use crate::task::TaskKey;
    use crate::timestamp::Timestamp;

    #[test]
    fn a_time_out_is_over_when_it_has_passed_for_certain() {
        let at = Timestamp::from_unix(10);
        let is_over = |timeout, now| {
            super::is_over(
                at,
                Duration::from_millis(timeout),
                Duration::from_millis(now),
            )
        };
        // The charge was started at 10.999 seconds at the latest.
        assert!(!is_over(1_500, 12_000));
        assert!(!is_over(1_500, 12_499));
        assert!(is_over(1_500, 12_500));
        assert!(!is_over(u64::MAX, 12_500));
        // The clock of the machine that started the charge may be ahead.
        assert!(!is_over(1, 9_000));
        assert!(is_over(0, 9_000));
        let never = Timestamp::from_unix(u64::MAX);
        assert!(!super::is_over(never, Duration::MAX, Duration::MAX));
    }

    fn is_send<T: Send>(_: T) {}

    /// This function is only compiled. A server moves its handlers between threads, so every future
    /// must be `Send`.
    #[expect(dead_code, reason = "it is enough that it compiles")]
    fn every_future_is_send(
        orders: &Orders,
        (id, key, person, task): (&OrderId, &AttemptKey, &Person, &TaskKey),
        (page, callback): (&mpgs::Confirm, &mpgs::Callback),
        (charge, receipt): (&sadad::Confirm, &sadad::Receipt),
    ) {
        is_send(orders.create(id.clone(), page.amount));
        is_send(orders.load(id));
        is_send(orders.find(key));
        is_send(orders.start(id, page));
        is_send(orders.failed(page, Certainty::Unknown));
        is_send(orders.receipt(charge, receipt));
        is_send(orders.settle(callback));
        is_send(orders.settle_for(id, callback));
        is_send(orders.doubt_amount(key));
        is_send(orders.decide(key, Verdict::Paid, person));
        is_send(orders.pending(Queue::Person, 1));
        is_send(orders.acknowledge(task));
        is_send(orders.freeze_lost_charges(Duration::ZERO));
        is_send(orders.clone());
    }

    #[test]
    fn errors_are_send_and_sync() {
        fn is_sync<T: Send + Sync + 'static>() {}
        is_sync::<Orders>();
        is_sync::<OrdersError>();
    }
}
