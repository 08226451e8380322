//! Why an event does not fit an order.

use crate::key::AttemptKey;
use crate::price::Price;

/// Why an order rejects an event. The order is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EventError {
    /// The order is already paid. Do not send the request.
    #[error("the order is already paid")]
    AlreadyPaid,
    /// A charge of the order may be under way or may have been carried out. Do not send the
    /// request.
    #[error("the charge {0} may have moved the money, so no other attempt may be started")]
    ChargeInDoubt(AttemptKey),
    /// Another attempt of the order used this invoice number. Build the request with a new one.
    #[error("the attempt {0} of this order already used the invoice number")]
    InvoiceNoUsed(AttemptKey),
    /// The amount or the currency of the request is not the order's.
    #[non_exhaustive]
    #[error("the order costs {expected}, but the request asks for {found}")]
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
    /// A person decided that a charge was not paid, but its request may still be under way. Report
    /// first that its outcome is [unknown](plutu_core::Certainty::Unknown).
    #[error("the charge {0} may still be under way")]
    ChargeUnderWay(AttemptKey),
    /// A person decided that an attempt was not paid, but it is recorded as paid.
    #[error("the attempt {0} is paid")]
    AttemptPaid(AttemptKey),
    /// A person decided that an attempt was refunded, but it is not recorded as paid.
    #[error("the attempt {0} is not paid, so there is nothing to refund")]
    NothingToRefund(AttemptKey),
}
