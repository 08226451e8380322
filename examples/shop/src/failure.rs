//! Why a page cannot be shown as asked for. What has gone wrong is in the log, and not on the page.

use std::error::Error;

use plutu_core::FieldError;
use plutu_core::Mismatch;
use plutu_orders::CurrencyError;
use plutu_orders::EventError;
use plutu_orders::OrdersError;

/// Why a page cannot be shown. `pages::failure` says it to the payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There is no such page, or no such order.
    NotFound,
    /// The form lacks something, or has what the shop's own pages do not offer.
    BadForm,
    /// The order, or the attempt, is not in a state for that: it is paid, or a charge is in doubt.
    NotNow,
    /// The database cannot be reached. Nothing was sent to Plutu.
    Unavailable,
    /// The database cannot be reached, and Plutu has said something about the payment.
    NotRecorded,
    /// This should not happen.
    Broken,
}

impl Failure {
    /// The same failure, after Plutu has said something about the payment.
    pub(crate) fn of_record(error: impl Into<Self>) -> Self {
        match error.into() {
            Self::Unavailable => Self::NotRecorded,
            failure => failure,
        }
    }
}

impl From<OrdersError> for Failure {
    fn from(error: OrdersError) -> Self {
        match &error {
            OrdersError::UnknownOrder(_) | OrdersError::UnknownAttempt(_) => Self::NotFound,
            OrdersError::Event(event) => event.clone().into(),
            error if error.is_unavailable() => unavailable(error),
            error => broken(error),
        }
    }
}

impl From<EventError> for Failure {
    fn from(error: EventError) -> Self {
        tracing::info!("not now: {error}");
        Self::NotNow
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        unavailable(&error)
    }
}

/// A way to pay that takes another currency than the order's: no page of the shop offers it.
impl From<CurrencyError> for Failure {
    fn from(_: CurrencyError) -> Self {
        Self::BadForm
    }
}

/// What the shop writes itself is always valid, so this is a mistake in the shop.
impl From<FieldError> for Failure {
    fn from(error: FieldError) -> Self {
        broken(&error)
    }
}

/// The challenge belongs to the order, whose amount never changes.
impl From<Mismatch> for Failure {
    fn from(error: Mismatch) -> Self {
        broken(&error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        broken(&error)
    }
}

impl From<getrandom::Error> for Failure {
    fn from(error: getrandom::Error) -> Self {
        broken(&error)
    }
}

fn unavailable(error: &(dyn Error + 'static)) -> Failure {
    tracing::warn!(error, "the database is not available");
    Failure::Unavailable
}

fn broken(error: &(dyn Error + 'static)) -> Failure {
    tracing::error!(error, "this should not happen");
    Failure::Broken
}
