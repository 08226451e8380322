//! The tasks of the outbox, which are returned until they are acknowledged.

use std::error::Error;
use std::fmt;

use plutu_core::TransactionId;
use serde::Deserialize;
use serde::Serialize;

use crate::action::Action;
use crate::action::Question;
use crate::event::Event;
use crate::evidence::Evidence;
use crate::key::AttemptKey;
use crate::order::Order;
use crate::order_id::OrderId;
use crate::timestamp::Timestamp;

/// Something to do for an order. It is stored in the transaction that stores the order, and
/// returned until it is acknowledged.
///
/// So a task can be returned twice, for example if the application crashed after it did the task
/// and before it acknowledged it. The [`key`](Self::key) is the same each time. Keep it unique in
/// the system that does the task.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(try_from = "UncheckedTask")]
#[must_use = "do the task, then acknowledge it by its key"]
pub struct Task {
    job: Job,
    order: Option<OrderId>,
    attempt: AttemptKey,
    evidence: Evidence,
    at: Timestamp,
}

impl Task {
    /// Returns the task that follows from an event, if there is one. `order` is the order after the
    /// event.
    #[must_use]
    pub fn after(event: &Event, action: &Action, order: &Order, at: Timestamp) -> Option<Self> {
        let (job, attempt) = match (action, event) {
            (Action::Ship, _) => (Job::Ship, order.paid_by()?.key()),
            (Action::Refund(key), _) => (Job::Refund, key),
            (Action::AskPerson(key, question), _) => (Job::Ask(*question), key),
            (Action::Send, Event::Start(new)) if new.moves_money() => (Job::Follow, new.key()),
            _ => return None,
        };
        Some(Self {
            job,
            order: Some(order.id().clone()),
            attempt: attempt.clone(),
            evidence: event.evidence(),
            at,
        })
    }

    /// Creates the task to look up an invoice number that no order has, although Plutu reported
    /// something about it.
    pub fn about_unknown_order(attempt: AttemptKey, at: Timestamp) -> Self {
        Self {
            job: Job::Ask(Question::UnknownOrder),
            order: None,
            attempt,
            evidence: Evidence::default(),
            at,
        }
    }

    /// The key of the task. It is the same each time that the task is returned.
    #[must_use]
    pub fn key(&self) -> TaskKey {
        let attempt = &self.attempt;
        TaskKey(match (self.job, &self.order) {
            (Job::Ship, Some(order)) => return TaskKey::to_ship(order),
            (Job::Refund, _) => return TaskKey::to_refund(attempt),
            (Job::Ask(question), _) => {
                format!("ask/{}/{attempt}{}", question.as_str(), self.distinction())
            }
            (job, _) => format!("{}/{attempt}", job.as_str()),
        })
    }

    /// Adds the transaction id that Plutu reported.
    pub(crate) fn with_transaction_id(mut self, id: Option<&TransactionId>) -> Self {
        self.evidence.transaction_id = id.cloned();
        self
    }

    /// Tells two reports about one attempt apart, so that a person is asked about each: a task that
    /// was acknowledged never returns under the same key.
    fn distinction(&self) -> String {
        let amount = self.evidence.amount.as_deref().unwrap_or("-");
        let reported = self.evidence.transaction_id.as_ref();
        let id = reported.map_or("-", TransactionId::as_str);
        match self.job {
            Job::Ask(Question::OtherAmount) => format!("/{amount}/{id}"),
            Job::Ask(Question::OtherTransaction) => format!("/{id}"),
            Job::Ask(Question::UnknownOrder) if reported.is_some() => format!("/{id}"),
            _ => String::new(),
        }
    }

    /// What to do.
    #[must_use]
    pub fn job(&self) -> Job {
        self.job
    }

    /// The queue of the task, which says who does it.
    #[must_use]
    pub fn queue(&self) -> Queue {
        match self.job {
            Job::Ship => Queue::Shipping,
            Job::Refund | Job::Ask(_) => Queue::Person,
            Job::Follow => Queue::Charges,
        }
    }

    /// The order of the task. `None` if no order has the invoice number.
    #[must_use]
    pub fn order(&self) -> Option<&OrderId> {
        self.order.as_ref()
    }

    /// The attempt of the task. For [`Job::Ship`], it is the attempt that paid.
    #[must_use]
    pub fn attempt(&self) -> &AttemptKey {
        &self.attempt
    }

    /// What Plutu reported when the task was added:
    ///
    /// - [`Question::OtherAmount`]: the transaction id, and the other amount if it is in the
    ///   order's currency; neither after [`Orders::doubt_amount`](crate::Orders::doubt_amount);
    /// - [`Question::OtherTransaction`]: the other transaction id;
    /// - [`Question::UnknownOrder`], [`Job::Refund`] and [`Job::Ship`]: the transaction id, if
    ///   Plutu reported one;
    /// - every other task: nothing.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// The time at which it was added.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }
}

/// The tasks of a queue that are not acknowledged.
#[derive(Debug, Default)]
#[must_use = "do the tasks, and report those that cannot be read"]
#[non_exhaustive]
pub struct Pending {
    /// The tasks, the oldest first.
    pub tasks: Vec<Task>,
    /// The tasks that cannot be read, for example because a newer version of this crate stored
    /// them. They hold up no other task, and they do not count towards the limit.
    ///
    /// Nobody does them, so report them. After a person has looked at the row and done what it
    /// says, acknowledge the task by its key.
    ///
    /// A task in [`Queue::Charges`], whose key begins with `follow/`, follows a charge. If its
    /// attempt is still [`Started`](crate::AttemptState::Started) and can no longer be under way,
    /// call [`Orders::attempt_failed`] with [`Certainty::Unknown`] before you acknowledge the task.
    /// Otherwise, nothing freezes the order, and no person is asked.
    ///
    /// [`Certainty::Unknown`]: plutu_core::Certainty::Unknown
    /// [`Orders::attempt_failed`]: crate::Orders::attempt_failed
    pub unreadable: Vec<UnreadableTask>,
}

/// All of these tasks can be read.
impl From<Vec<Task>> for Pending {
    fn from(tasks: Vec<Task>) -> Self {
        Self {
            tasks,
            unreadable: Vec::new(),
        }
    }
}

/// A task in the outbox that cannot be read. [`Pending::unreadable`] says what to do before it is
/// acknowledged.
#[derive(Debug, thiserror::Error)]
#[error("the task {key} cannot be read")]
pub struct UnreadableTask {
    key: TaskKey,
    source: Box<dyn Error + Send + Sync>,
}

impl UnreadableTask {
    /// Creates the report about a task, for a store.
    #[must_use]
    pub fn new(key: TaskKey, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            key,
            source: source.into(),
        }
    }

    /// The key under which the task is stored.
    #[must_use]
    pub fn key(&self) -> &TaskKey {
        &self.key
    }
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Job {
    /// Ship the order.
    ///
    /// If the order was [refunded](Order::is_refunded) in the meantime, this task is acknowledged
    /// and not returned again. A worker that received the task before can still ship the order.
    /// Load the order just before shipping if that matters.
    Ship,
    /// Refund the money of the attempt, because another attempt already paid the order.
    ///
    /// If the other payments were refunded in the meantime, this one pays for the order, and the
    /// task is acknowledged and not returned again.
    Refund,
    /// Look the attempt up and decide.
    Ask(Question),
    /// Check whether the outcome of the charge was recorded. [`Orders::freeze_lost_charges`] does
    /// it.
    ///
    /// [`Orders::freeze_lost_charges`]: crate::Orders::freeze_lost_charges
    Follow,
}

impl Job {
    /// The job's name, for the keys of tasks.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Ship => "ship",
            Self::Refund => "refund",
            Self::Ask(_) => "ask",
            Self::Follow => "follow",
        }
    }
}

/// The queue of a task, by who does it. The queues are separate, so that a question that waits for
/// days delays no shipping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Queue {
    /// The shop's shipping: [`Job::Ship`].
    Shipping,
    /// A person: [`Job::Refund`] and [`Job::Ask`].
    Person,
    /// [`Orders::freeze_lost_charges`](crate::Orders::freeze_lost_charges): [`Job::Follow`].
    Charges,
}

impl Queue {
    /// All queues.
    pub const ALL: &[Self] = &[Self::Shipping, Self::Person, Self::Charges];

    /// The queue's name, for a column.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shipping => "shipping",
            Self::Person => "person",
            Self::Charges => "charges",
        }
    }
}

/// The key of a task, for example `ship/1001` or `refund/mpgs/1001-2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskKey(String);

impl TaskKey {
    /// The key of the task to ship an order.
    pub(crate) fn to_ship(order: &OrderId) -> Self {
        Self(format!("ship/{order}"))
    }

    /// The key of the task to refund an attempt.
    pub(crate) fn to_refund(attempt: &AttemptKey) -> Self {
        Self(format!("refund/{attempt}"))
    }

    /// The key as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Wraps a key, for example from a page on which a person acknowledges a task. If no task has the
/// key, nothing is acknowledged.
impl From<String> for TaskKey {
    fn from(key: String) -> Self {
        Self(key)
    }
}

impl fmt::Display for TaskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A task as it is read back, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UncheckedTask {
    job: Job,
    order: Option<OrderId>,
    attempt: AttemptKey,
    evidence: Evidence,
    at: Timestamp,
}

impl TryFrom<UncheckedTask> for Task {
    type Error = &'static str;

    fn try_from(stored: UncheckedTask) -> Result<Self, &'static str> {
        let UncheckedTask {
            job,
            order,
            attempt,
            evidence,
            at,
        } = stored;
        if order.is_none() != (job == Job::Ask(Question::UnknownOrder)) {
            return Err("the task has no order, or it has one and must not");
        }
        Ok(Self {
            job,
            order,
            attempt,
            evidence,
            at,
        })
    }
}
