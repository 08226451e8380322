//! What can happen to an order.

use plutu_core::Certainty;
use plutu_core::Mismatch;
use plutu_core::Paid;
use plutu_core::Settlement;
use plutu_core::TransactionId;

use crate::attempt::NewAttempt;
use crate::evidence::Evidence;
use crate::key::AttemptKey;
use crate::person::Person;

/// Something that happened to an order, for [`Order::apply`](crate::Order::apply).
///
/// Only a [`Paid`] reports a payment, and it exists only after plutu-core has compared a verified
/// answer with the order. An event is never stored, so none can be read back:
///
/// ```compile_fail,E0277
/// let event: plutu_orders::Event = serde_json::from_str(r#"{"Paid":{"key":"mpgs/1"}}"#)?;
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// If a person finds a payment in Plutu's dashboard, report it as a [`Decision`](Self::Decision)
/// with their name.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// A request is about to be sent.
    Start(NewAttempt),
    /// A request failed. `plutu_http::SendError::certainty` says what is known.
    Failed(AttemptKey, Certainty),
    /// A callback or a receipt says that the order is paid.
    Paid(Paid),
    /// A callback says that the payer canceled.
    Canceled(AttemptKey),
    /// A callback says neither that the payment was approved nor that it was canceled.
    Undecided(AttemptKey),
    /// A genuine answer to this attempt has another amount than the order.
    OtherAmount(AttemptKey, Evidence),
    /// A genuine callback of another order was brought to this one. It does not change this order.
    /// Apply it to its own order too, as [`settle_for`](crate::Orders::settle_for) does.
    OtherOrder(AttemptKey),
    /// A person looked an attempt up and decided.
    Decision(AttemptKey, Verdict, Person),
}

impl Event {
    /// Returns the event that follows from comparing a genuine answer with an order, for the
    /// attempt with this key.
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
            Err(Mismatch::Amount { found, .. }) => {
                let amount = Some(found);
                let evidence = Evidence {
                    amount,
                    ..Evidence::default()
                };
                Self::OtherAmount(key, evidence)
            }
            Err(_) => Self::OtherAmount(key, Evidence::default()),
        }
    }

    /// Adds the transaction id of the answer, if the event is an
    /// [`OtherAmount`](Self::OtherAmount). Every other event is unchanged.
    #[must_use]
    pub fn with_transaction_id(mut self, id: Option<&TransactionId>) -> Self {
        if let Self::OtherAmount(_, evidence) = &mut self {
            evidence.transaction_id = id.cloned();
        }
        self
    }

    /// What Plutu reported, for the task that follows from the event.
    pub(crate) fn evidence(&self) -> Evidence {
        match self {
            Self::OtherAmount(_, evidence) => evidence.clone(),
            Self::Paid(paid) => Evidence {
                amount: None,
                transaction_id: paid.transaction_id().cloned(),
            },
            _ => Evidence::default(),
        }
    }
}

/// A person's decision about an attempt, for example after a look at Plutu's dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The attempt was paid.
    Paid,
    /// The attempt was not paid, and can no longer be paid.
    NotPaid,
    /// The attempt was paid, and the money was refunded.
    ///
    /// If no other attempt paid the order, the order [is
    /// refunded](crate::Order::is_refunded): its task to ship is acknowledged in the same
    /// transaction. An order that was shipped before stays shipped. If one other payment is left,
    /// its task to refund is acknowledged instead, because that payment pays for the order now.
    Refunded,
}
