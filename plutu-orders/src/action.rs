//! What to do after an event.

use serde::Deserialize;
use serde::Serialize;

use crate::key::AttemptKey;

/// What to do after an event.
///
/// [`Orders`](crate::Orders) adds a task for `Ship`, `Refund` and `AskPerson` to the outbox, in the
/// transaction that stores the order. Do these when you read the outbox, and not when you receive
/// the action.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[must_use = "it says what to do next"]
#[non_exhaustive]
pub enum Action {
    /// Nothing for now. For example, the event was recorded before.
    Nothing,
    /// Send the request, once.
    Send,
    /// Ship the order. Each order returns this action once.
    Ship,
    /// Refund the money of this attempt: another attempt already paid the order.
    Refund(AttemptKey),
    /// Ask a person to look this attempt up.
    AskPerson(AttemptKey, Question),
    /// Offer to pay again, with a new invoice number. No payment of the order [is being
    /// checked](crate::Order::is_being_checked).
    OfferAgain,
}

/// The question that a person has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Question {
    /// The outcome of a charge is unknown. The order is frozen until it is known whether the money
    /// moved.
    Frozen,
    /// A callback said neither that the payment was approved nor that it was canceled. Do not offer
    /// to pay again until it is decided: the order [is being
    /// checked](crate::Order::is_being_checked).
    Undecided,
    /// Plutu reported another amount than the order's.
    OtherAmount,
    /// Plutu reported a second payment under the same invoice number.
    OtherTransaction,
    /// Plutu reported something about an invoice number that no order has.
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
