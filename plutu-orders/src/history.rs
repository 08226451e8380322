//! The history of an order, line by line.

use plutu_core::TransactionId;
use serde::Deserialize;
use serde::Serialize;

use crate::evidence::Evidence;
use crate::key::AttemptKey;
use crate::person::Person;
use crate::timestamp::Timestamp;

/// A line of an order's history.
///
/// Every event adds a line. Repeated events that change nothing share one line, so that a payer who
/// reloads a page a thousand times does not make the order grow.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Entry {
    /// When it was recorded.
    pub at: Timestamp,
    /// The attempt that it is about.
    pub attempt: AttemptKey,
    /// What happened.
    pub what: What,
    /// Whether it changed the attempt, or ended a doubt about it.
    pub changed: bool,
}

impl Entry {
    /// Whether `other` would say nothing that this line does not say already.
    pub(crate) fn says(&self, other: &Self) -> bool {
        let same = self.attempt == other.attempt && self.what == other.what;
        // A payer has genuine callbacks of earlier orders, and may bring all of them. One line is
        // enough.
        let foreign = self.what == What::OtherOrder && other.what == What::OtherOrder;
        // The same amount, reported again, is not a new doubt, even if the first report froze the
        // order.
        let is_kept = self.changed && !matches!(self.what, What::OtherAmount(_));
        !is_kept && !other.changed && (same || foreign)
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum What {
    /// The attempt was recorded before its request was sent.
    Started,
    /// The request was not sent.
    NotSent,
    /// Plutu refused the request.
    Refused,
    /// The outcome of the request is unknown.
    Unknown,
    /// The payer canceled.
    Canceled,
    /// A callback said neither that the payment was approved nor that it was canceled.
    Undecided,
    /// Plutu reported the payment.
    #[non_exhaustive]
    Paid {
        /// Plutu's transaction id, if it reported one.
        transaction_id: Option<TransactionId>,
    },
    /// Plutu reported another amount than the order's.
    OtherAmount(Evidence),
    /// A callback of another order was brought to this one.
    OtherOrder,
    /// A person decided that it was paid.
    #[non_exhaustive]
    FoundPaid {
        /// The person.
        by: Person,
    },
    /// A person decided that it was not paid.
    #[non_exhaustive]
    FoundNotPaid {
        /// The person.
        by: Person,
    },
    /// A person refunded the money.
    #[non_exhaustive]
    Refunded {
        /// The person.
        by: Person,
    },
}
