//! The payer's answer: from the page, from a test, from the control API or from the dashboard.

use plutu_core::InvoiceNo;
use plutu_core::PaymentMethod;

use crate::account::Account;
use crate::error::SandboxError;
use crate::event::Event;
use crate::fault::Fault;
use crate::payments::Outcome;
use crate::payments::Payment;

/// The payer's answer.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    /// The payment method, if the payer chose one.
    pub(crate) method: Option<PaymentMethod>,
    /// A fault of the callback, besides the planned ones.
    pub(crate) fault: Option<Fault>,
}

impl Answer {
    /// The answer of a payer who does not choose a payment method.
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
/// Only [`notify`](crate::callback::notify), which follows, takes time. So a caller that leaves
/// meanwhile does not undo the answer.
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
