//! What follows the payer's answer, however he gave it: it is recorded, the shop's server hears of it, and
//! he is sent back to the shop.

use std::sync::Arc;

use plutu_core::InvoiceNo;
use plutu_core::PaymentMethod;

use crate::account::Account;
use crate::callback;
use crate::callback::Callback;
use crate::delivery;
use crate::error::SandboxError;
use crate::payments;
use crate::payments::Outcome;
use crate::payments::Payment;
use crate::report::CallbackReport;
use crate::report::Carrier;

/// What the payer answers.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    pub(crate) method: PaymentMethod,
}

impl Answer {
    /// The answer of a payer who does not choose how he pays.
    pub(crate) fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            method: payments::DEFAULT_METHOD,
        }
    }
}

/// Records the answer.
///
/// Only the rest, [`notify`], takes time, so that a caller who is gone by then does not stop it.
pub(crate) fn answer(
    account: &Account,
    invoice_no: &InvoiceNo,
    answer: &Answer,
) -> Result<Payment, SandboxError> {
    let method = answer.method.clone();
    account
        .payments()
        .answer(invoice_no, answer.outcome, method)
}

/// Tells the shop's server, and gives the URL that the payer's browser is sent to.
///
/// The shop's server hears of it before the browser does. Whatever it answers, the payer returns.
pub(crate) async fn notify(account: Arc<Account>, payment: Payment, outcome: Outcome) -> String {
    if let Some(callback) = server_callback(&account, &payment) {
        let callback = delivery::deliver(callback, &account.settings().reachable).await;
        account.record(&payment, callback);
    }
    let callback = browser_callback(&account, &payment, outcome);
    let url = callback.url.clone();
    account.record(&payment, callback);
    url
}

/// Who carries the callback that settles the payment.
pub(crate) fn proof_carrier(payment: &Payment) -> Carrier {
    match Callback::to_server(payment) {
        Some(_) => Carrier::Server,
        None => Carrier::Browser,
    }
}

/// The callback that the payer's browser carries. T-Lync's is a short one that proves nothing.
pub(crate) fn browser_callback(
    account: &Account,
    payment: &Payment,
    outcome: Outcome,
) -> CallbackReport {
    let callback = Callback::to_return(payment, outcome);
    let query = callback.query(account.secret_key());
    CallbackReport {
        carrier: Carrier::Browser,
        url: callback::return_url(payment, &query),
        body: None,
        canonical: callback.canonical(account.secret_key()),
        delivery: None,
    }
}

/// The callback that is posted to the shop's server, if the gateway has one and it is due.
pub(crate) fn server_callback(account: &Account, payment: &Payment) -> Option<CallbackReport> {
    let url = payment.order.callback_url.as_ref()?;
    let callback = Callback::to_server(payment)?;
    Some(CallbackReport {
        carrier: Carrier::Server,
        url: url.as_str().to_owned(),
        body: Some(callback.json(account.secret_key())),
        canonical: callback.canonical(account.secret_key()),
        delivery: None,
    })
}
