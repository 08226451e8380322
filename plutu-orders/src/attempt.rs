//! One attempt to pay an order.

use plutu_core::Certainty;
use plutu_core::Gateway;
use plutu_core::Priced;
use plutu_core::Request;
use plutu_core::TransactionId;
use serde::Deserialize;
use serde::Serialize;

use crate::error::EventError;
use crate::key::AttemptKey;
use crate::price::Price;

/// An attempt that is about to be sent. It is read from the request itself, so what is recorded is
/// what is sent.
///
/// ```
/// use plutu_core::gateways::mpgs;
/// use plutu_orders::NewAttempt;
///
/// let request = mpgs::Confirm::builder()
///     .amount("12.50".parse()?)
///     .invoice_no("INV-1001".parse()?)
///     .return_url("https://shop.example/paid".parse()?)
///     .build();
/// let attempt = NewAttempt::of(&request)?;
/// assert_eq!(attempt.key().to_string(), "mpgs/INV-1001");
/// assert_eq!(attempt.price().to_string(), "12.50 USD");
/// assert!(!attempt.moves_money());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NewAttempt {
    key: AttemptKey,
    price: Price,
    moves_money: bool,
}

impl NewAttempt {
    /// Returns the attempt that a request makes.
    ///
    /// # Errors
    ///
    /// [`EventError::NoInvoiceNo`] if the request has no invoice number, like the request for a
    /// one-time password. It is not an attempt to pay.
    pub fn of<R>(request: &R) -> Result<Self, EventError>
    where
        R: Request + Priced<<R::Gateway as Gateway>::Currency>,
    {
        let invoice_no = request.invoice_no().ok_or(EventError::NoInvoiceNo)?;
        Ok(Self {
            key: AttemptKey::new::<R::Gateway>(invoice_no.clone()),
            price: request.amount().into(),
            moves_money: R::MOVES_MONEY,
        })
    }

    /// The gateway and the invoice number.
    #[must_use]
    pub fn key(&self) -> &AttemptKey {
        &self.key
    }

    /// The amount that the request asks for.
    #[must_use]
    pub fn price(&self) -> &Price {
        &self.price
    }

    /// Whether the request is a charge, which takes the payer's money: the second step of a payment
    /// with a one-time password is one.
    #[must_use]
    pub fn moves_money(&self) -> bool {
        self.moves_money
    }
}

/// A recorded attempt to pay an order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    key: AttemptKey,
    moves_money: bool,
    state: AttemptState,
    transaction_id: Option<TransactionId>,
}

impl Attempt {
    pub(crate) fn new(new: &NewAttempt) -> Self {
        Self {
            key: new.key.clone(),
            moves_money: new.moves_money,
            state: AttemptState::Started,
            transaction_id: None,
        }
    }

    /// The gateway and the invoice number.
    #[must_use]
    pub fn key(&self) -> &AttemptKey {
        &self.key
    }

    /// Whether the attempt is a charge, which takes the payer's money: the second step of a payment
    /// with a one-time password is one.
    #[must_use]
    pub fn moves_money(&self) -> bool {
        self.moves_money
    }

    /// What is known about the attempt.
    #[must_use]
    pub fn state(&self) -> AttemptState {
        self.state
    }

    /// Plutu's transaction id, if the attempt is paid and Plutu reported one.
    #[must_use]
    pub fn transaction_id(&self) -> Option<&TransactionId> {
        self.transaction_id.as_ref()
    }

    /// Whether this is a charge that may be under way or may have been carried out. While an order
    /// has one, do not ask the payer to pay again.
    #[must_use]
    pub fn is_charge_in_doubt(&self) -> bool {
        let in_doubt = matches!(self.state, AttemptState::Started | AttemptState::Frozen);
        self.moves_money && in_doubt
    }

    /// Whether the money arrived, even if it was returned later.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        self.state >= AttemptState::Paid
    }

    /// Raises the state. A report that says less than what is known changes nothing, so reports may
    /// arrive in any order.
    pub(crate) fn raise(&mut self, report: AttemptState) {
        self.state = self.state.max(report);
    }

    /// Returns the state of this attempt after its request failed.
    pub(crate) fn state_after(&self, certainty: Certainty) -> AttemptState {
        match certainty {
            Certainty::NotSent | Certainty::Refused => AttemptState::Refused,
            Certainty::Unknown => self.in_doubt(AttemptState::Unknown),
        }
    }

    /// Returns `state`, or [`AttemptState::Frozen`] if the attempt is a charge.
    pub(crate) fn in_doubt(&self, state: AttemptState) -> AttemptState {
        if self.moves_money {
            AttemptState::Frozen
        } else {
            state
        }
    }

    /// Records Plutu's transaction id, unless another one is known. Returns whether it contradicts
    /// the one that is known.
    pub(crate) fn record_transaction(&mut self, transaction_id: Option<&TransactionId>) -> bool {
        match (&self.transaction_id, transaction_id) {
            (_, None) => false,
            (None, Some(new)) => {
                self.transaction_id = Some(new.clone());
                false
            }
            (Some(known), Some(new)) => known != new,
        }
    }
}

/// What is known about an attempt. The states are sorted from the least to the most known.
///
/// An attempt only moves down this list. So a message that arrives twice, late or out of order
/// never replaces what is better known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AttemptState {
    /// It is recorded, and its request may be under way.
    Started,
    /// Its request was refused or not sent, so it did nothing.
    Refused,
    /// The outcome of its request is unknown, and the request moves no money.
    Unknown,
    /// The payer canceled on the payment page.
    Canceled,
    /// Its callback said neither that it was approved nor that it was canceled.
    Undecided,
    /// It is a charge with an unknown outcome: the money may have moved.
    Frozen,
    /// A person looked it up, and it was not paid.
    NotPaid,
    /// It was paid.
    Paid,
    /// It was paid, and a person refunded the money.
    Refunded,
}
