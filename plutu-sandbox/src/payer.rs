//! The payer's answer, however they gave it: on the page, or played by a test, by control or on the
//! dashboard.

use plutu_core::InvoiceNo;
use plutu_core::PaymentMethod;

use crate::account::Account;
use crate::error::SandboxError;
use crate::event::Event;
use crate::fault::Fault;
use crate::payments::Outcome;
use crate::payments::Payment;

/// What the payer answers.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    /// How the payer pays, if they chose.
    pub(crate) method: Option<PaymentMethod>,
    /// What goes wrong with the callback, besides what was asked for elsewhere.
    pub(crate) fault: Option<Fault>,
}

impl Answer {
    /// The answer of a payer who does not choose how to pay.
    pub(crate) fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            method: None,
            fault: None,
        }
    }
}

/// Records the answer.
///
/// Only the rest, [`notify`](crate::callback::notify), takes time, so that a caller who is gone by
/// then does not stop it.
pub(crate) fn answer(
    account: &Account,
    invoice_no: &InvoiceNo,
    answer: &Answer,
) -> Result<Payment, SandboxError> {
    let method = answer.method.clone();
    let payment = account
        .payments()
        .answer(invoice_no, answer.outcome, method)?;
    account.events().tell(|| Event::Answered {
        invoice_no: invoice_no.to_string(),
        outcome: answer.outcome,
    });
    Ok(payment)
}
