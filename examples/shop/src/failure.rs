//! The reasons why a page cannot be shown. The details go to the log, never to the page.

use std::error::Error;

use plutu_core::FieldError;
use plutu_core::Mismatch;
use plutu_orders::CurrencyError;
use plutu_orders::EventError;
use plutu_orders::OrdersError;

/// Why a page cannot be shown. `pages::failure` shows it to the payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There is no such page, or no such order.
    NotFound,
    /// The form is incomplete, or contains a value that the shop's own pages do not offer.
    BadForm,
    /// The state of the order or the attempt does not allow it: the order is paid, or a charge is
    /// in doubt.
    NotNow,
    /// The database cannot be reached. Nothing was sent to Plutu.
    Unavailable,
    /// The database cannot be reached, but Plutu has already reported something about the payment.
    NotRecorded,
    /// A mistake in the shop.
    Broken,
}

impl Failure {
    /// The same failure, after Plutu has reported something about the payment.
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

/// The way to pay takes another currency than the order's. No page of the shop offers such a way.
impl From<CurrencyError> for Failure {
    fn from(_: CurrencyError) -> Self {
        Self::BadForm
    }
}

/// The values that the shop writes itself are always valid, so this is a mistake in the shop.
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
