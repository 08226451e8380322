//! What happened to an order, line by line.

use plutu_core::TransactionId;
use serde::Deserialize;
use serde::Serialize;

use crate::key::AttemptKey;
use crate::person::Person;
use crate::timestamp::Timestamp;

/// A line of an order's history.
///
/// Every event adds a line. One that changed nothing adds it once: a payer who reloads a page a
/// thousand times must not make the order grow.
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
    /// Whether it changed the order.
    pub changed: bool,
}

impl Entry {
    /// Whether this line says all that the other one would.
    pub(crate) fn says(&self, other: &Self) -> bool {
        let same = self.attempt == other.attempt && self.what == other.what;
        // The payer owns genuine callbacks of earlier orders, and may bring each of them. One line
        // is enough.
        let foreign = self.what == What::OtherOrder && other.what == What::OtherOrder;
        !self.changed && !other.changed && (same || foreign)
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum What {
    /// The attempt was recorded, to be sent.
    Started,
    /// The request never left.
    NotSent,
    /// Plutu refused the request.
    Refused,
    /// The outcome of the request is unknown.
    Unknown,
    /// The payer canceled.
    Canceled,
    /// A callback said neither approved nor canceled.
    Undecided,
    /// Plutu reported the payment.
    Paid {
        /// Plutu's number of the payment.
        transaction_id: Option<TransactionId>,
    },
    /// Plutu reported another amount than the order's.
    OtherAmount,
    /// A callback that belongs to another order was brought to this one.
    OtherOrder,
    /// A person found out that it was paid.
    FoundPaid {
        /// Who.
        by: Person,
    },
    /// A person found out that it was not paid.
    FoundNotPaid {
        /// Who.
        by: Person,
    },
    /// A person returned the money.
    Refunded {
        /// Who.
        by: Person,
    },
}
