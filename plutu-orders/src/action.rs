//! What to do after an event.

use serde::Deserialize;
use serde::Serialize;

use crate::key::AttemptKey;

/// What to do after an event.
///
/// [`Orders`](crate::Orders) writes `Ship`, `Refund` and `AskPerson` into the outbox, in the
/// transaction that stores the order. So an application does them when it reads the outbox, and not
/// here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use = "it says what to do next"]
#[non_exhaustive]
pub enum Action {
    /// Nothing: this was seen before, or it changes nothing.
    Nothing,
    /// Send the request, once.
    Send,
    /// Ship the order. An order returns this once.
    Ship,
    /// The order was paid already: return the money of this attempt.
    Refund(AttemptKey),
    /// Let a person look this attempt up.
    AskPerson(AttemptKey, Question),
    /// Offer to pay again, with a new invoice number.
    OfferAgain,
}

/// What a person has to find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Question {
    /// The outcome of a charge is unknown. The order is frozen until somebody knows whether the
    /// money moved.
    Frozen,
    /// A callback said neither approved nor canceled. The order may be paid again in the meantime.
    Undecided,
    /// Plutu reported another amount than the order's.
    OtherAmount,
    /// Plutu reported a second payment under the same invoice number.
    OtherTransaction,
    /// Plutu reported something about an invoice that no order has.
    UnknownOrder,
}

impl Question {
    /// The question's name: `frozen`, `other_amount`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Frozen => "frozen",
            Self::Undecided => "undecided",
            Self::OtherAmount => "other_amount",
            Self::OtherTransaction => "other_transaction",
            Self::UnknownOrder => "unknown_order",
        }
    }
}
