//! Why an event does not fit an order.

use crate::key::AttemptKey;
use crate::price::Price;

/// Why an order does not take an event. The order is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// The order is paid already: do not send the request.
    #[error("the order is paid already")]
    AlreadyPaid,
    /// A charge of the order may be under way or may have been carried out: do not send the
    /// request.
    #[error("the charge {0} may have moved the money, so no other attempt may be started")]
    ChargeInDoubt(AttemptKey),
    /// Another attempt of the order had this invoice number: build the request with a new one.
    #[error("an attempt of this order had the invoice number of {0}")]
    InvoiceNoUsed(AttemptKey),
    /// The request is over another amount than the order, or in another currency.
    #[error("the order is over {expected}, but the request over {found}")]
    OtherAmount {
        /// What the order costs.
        expected: Price,
        /// What the request asks for.
        found: Price,
    },
    /// The order has [`MAX_ATTEMPTS`](crate::Order::MAX_ATTEMPTS) attempts.
    #[error("the order has too many attempts")]
    TooManyAttempts,
    /// The request has no invoice number, so it is not an attempt to pay.
    #[error("the request has no invoice number")]
    NoInvoiceNo,
    /// The order has no such attempt.
    #[error("the order has no attempt {0}")]
    NoSuchAttempt(AttemptKey),
    /// A person cannot say that a charge was not paid while its request may be under way. Report
    /// first that its outcome is [unknown](plutu_core::Certainty::Unknown).
    #[error("the charge {0} may still be under way")]
    ChargeUnderWay(AttemptKey),
    /// A person cannot say that a payment was not made if Plutu reported it.
    #[error("the attempt {0} is paid")]
    AttemptPaid(AttemptKey),
    /// A person cannot return money that is not known to have come.
    #[error("the attempt {0} is not paid, so there is nothing to refund")]
    NothingToRefund(AttemptKey),
}
