//! What can happen to an order.

use plutu_core::Certainty;
use plutu_core::Mismatch;
use plutu_core::Paid;
use plutu_core::Settlement;

use crate::attempt::NewAttempt;
use crate::key::AttemptKey;
use crate::person::Person;

/// Something that happened to an order. [`Order::apply`](crate::Order::apply) takes it.
///
/// A payment is a [`Paid`], which exists only after plutu-core compared a verified answer with the
/// order. Nothing else reports one, and an event is never stored or read back:
///
/// ```compile_fail,E0277
/// let event: plutu_orders::Event = serde_json::from_str(r#"{"Paid":{"key":"mpgs/1"}}"#)?;
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A person who found a payment in Plutu's dashboard says so with a [`Decision`](Self::Decision),
/// under their name.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// A request is about to be sent.
    Start(NewAttempt),
    /// A request has no reply. `plutu_http::SendError::certainty` says what is known.
    Failed(AttemptKey, Certainty),
    /// A callback or a receipt says that the order is paid.
    Paid(Paid),
    /// A callback says that the payer canceled.
    Canceled(AttemptKey),
    /// A callback says neither approved nor canceled.
    Undecided(AttemptKey),
    /// A genuine answer to this attempt is over another amount than the order.
    OtherAmount(AttemptKey),
    /// A genuine callback that belongs to another order was brought to this one.
    OtherOrder(AttemptKey),
    /// A person looked an attempt up.
    Decision(AttemptKey, Verdict, Person),
}

impl Event {
    /// What the comparison of a genuine answer with an order means for the attempt of that key.
    ///
    /// ```
    /// use plutu_core::{InvoiceNo, Settlement};
    /// use plutu_core::gateways::mpgs;
    /// use plutu_orders::{AttemptKey, Event};
    ///
    /// let key = AttemptKey::new::<mpgs::Gateway>("INV-1001".parse()?);
    /// let event = Event::answered(key, Ok(Settlement::Canceled));
    /// assert!(matches!(event, Event::Canceled(_)));
    /// # Ok::<(), plutu_core::FieldError>(())
    /// ```
    #[must_use]
    pub fn answered(key: AttemptKey, answer: Result<Settlement, Mismatch>) -> Self {
        match answer {
            Ok(Settlement::Paid(paid)) => Self::Paid(paid),
            Ok(Settlement::Canceled) => Self::Canceled(key),
            Ok(Settlement::Undecided) => Self::Undecided(key),
            Err(Mismatch::InvoiceNo { .. }) => Self::OtherOrder(key),
            Err(_) => Self::OtherAmount(key),
        }
    }
}

/// What a person found out about an attempt, for example in Plutu's dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The attempt was paid.
    Paid,
    /// The attempt was not paid, and cannot be paid any more.
    NotPaid,
    /// The attempt was paid, and the money was returned.
    Refunded,
}
