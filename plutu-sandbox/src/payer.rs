//! What follows the payer's answer, however they gave it: it is recorded, the shop's server hears
//! of it, and they are sent back to the shop.

use std::sync::Arc;
use std::time::Duration;

use plutu_core::InvoiceNo;
use plutu_core::PaymentMethod;

use crate::account::Account;
use crate::api;
use crate::callback;
use crate::callback::Callback;
use crate::callback::Delivery;
use crate::error::SandboxError;
use crate::event::Event;
use crate::fault::Call;
use crate::fault::Fault;
use crate::payments;
use crate::payments::Outcome;
use crate::payments::Payment;
use crate::report::CallbackReport;
use crate::report::Carrier;
use crate::report::Exchange;

/// What the payer answers.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    pub(crate) method: PaymentMethod,
    /// What goes wrong with the callback, besides what was asked for elsewhere.
    pub(crate) fault: Option<Fault>,
}

impl Answer {
    /// The answer of a payer who does not choose how to pay.
    pub(crate) fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            method: payments::DEFAULT_METHOD,
            fault: None,
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
    let payment = account
        .payments()
        .answer(invoice_no, answer.outcome, method)?;
    account.events().tell(|| Event::Answered {
        invoice_no: invoice_no.to_string(),
        outcome: answer.outcome,
    });
    Ok(payment)
}

/// What the payer sees after their answer.
pub(crate) struct Notified {
    /// Where the browser goes.
    pub(crate) url: String,
    /// Whether it goes there at all: without a callback it stays.
    pub(crate) returns: bool,
}

/// Tells the shop's server, and says where the payer's browser is sent to.
///
/// The shop's server hears of it before the browser does. Whatever it answers, the payer returns.
pub(crate) async fn notify(account: Arc<Account>, payment: Payment, answer: Answer) -> Notified {
    let mut faults = account.faults().of_callback(&call(&payment));
    faults.extend(answer.fault);
    let to_browser = browser_callback(&account, &payment, answer.outcome);
    let url = to_browser.url.clone();
    let invoice_no = &payment.order.invoice_no;
    match server_callback(&account, &payment) {
        Some(callback) => post(&account, invoice_no.clone(), callback, &faults).await,
        None if faults.contains(&Fault::NoCallback) => {
            return Notified {
                url,
                returns: false,
            };
        }
        None => delay(&account, invoice_no, &to_browser, &faults).await,
    }
    account.record(invoice_no, to_browser);
    Notified { url, returns: true }
}

/// As [`notify`], to the end even if the caller is gone by then.
pub(crate) async fn notify_to_the_end(
    account: Arc<Account>,
    payment: Payment,
    answer: Answer,
) -> Notified {
    let to_browser = browser_callback(&account, &payment, answer.outcome);
    let notified = tokio::spawn(notify(account, payment, answer)).await;
    // A task that ended early told nobody.
    notified.unwrap_or(Notified {
        url: to_browser.url,
        returns: false,
    })
}

/// Says "approved" with a signature that does not match, as a forger would, and gives the URL that
/// the payer's browser is sent to. The payment stays as it is.
pub(crate) async fn tamper(account: Arc<Account>, payment: Payment) -> String {
    let mut forged = payment;
    forged.outcome = Some(Outcome::Approved);
    if let Some(callback) = server_callback(&account, &forged) {
        let (account, invoice_no) = (Arc::clone(&account), forged.order.invoice_no.clone());
        let sent =
            tokio::spawn(async move { send(&account, &invoice_no, callback.tampered()).await });
        // Whatever becomes of it, the payer returns.
        let _ = sent.await;
    }
    let callback = browser_callback(&account, &forged, Outcome::Approved).tampered();
    let url = callback.url.clone();
    account.record(&forged.order.invoice_no, callback);
    url
}

/// Sends the callback that is due once more, whatever faults there are; `None` if none is due. One
/// that the browser carries is a visit to the return URL.
pub(crate) async fn resend(
    account: Arc<Account>,
    invoice_no: &InvoiceNo,
) -> Result<Option<CallbackReport>, SandboxError> {
    let payment = account.payments().by_invoice(invoice_no)?;
    let Some(outcome) = payment.outcome else {
        return Ok(None);
    };
    let callback = server_callback(&account, &payment)
        .unwrap_or_else(|| browser_callback(&account, &payment, outcome));
    let invoice_no = payment.order.invoice_no;
    let sent = tokio::spawn(async move { send(&account, &invoice_no, callback).await });
    Ok(sent.await.ok())
}

/// Posts a callback to the shop's server, unless, and when, and as often as the faults want it.
async fn post(
    account: &Arc<Account>,
    invoice_no: InvoiceNo,
    callback: CallbackReport,
    faults: &[Fault],
) {
    if faults.contains(&Fault::NoCallback) {
        return;
    }
    let place = Some(lateness(faults)).filter(|late| !late.is_zero());
    let place = place.and_then(|late| Some((late, account.place_to_wait()?)));
    let times = if faults.contains(&Fault::CallbackTwice) {
        2
    } else {
        1
    };
    let account = Arc::clone(account);
    let post = async move {
        for _ in 0..times {
            send(&account, &invoice_no, callback.clone()).await;
        }
    };
    let Some((late, place)) = place else {
        return post.await;
    };
    // It ends with the sandbox, at the latest.
    tokio::spawn(async move {
        tokio::time::sleep(late).await;
        post.await;
        drop(place);
    });
}

/// Keeps back the callback that the browser carries, and sends it once already, as the faults want
/// it.
async fn delay(
    account: &Account,
    invoice_no: &InvoiceNo,
    callback: &CallbackReport,
    faults: &[Fault],
) {
    tokio::time::sleep(lateness(faults)).await;
    if faults.contains(&Fault::CallbackTwice) {
        send(account, invoice_no, callback.clone()).await;
    }
}

/// Sends a callback to the shop's server, and records what became of it.
async fn send(
    account: &Account,
    invoice_no: &InvoiceNo,
    callback: CallbackReport,
) -> CallbackReport {
    let reachable = &account.settings().reachable;
    let callback = match account.place_to_send() {
        Some(_place) => callback::deliver(callback, reachable).await,
        None => CallbackReport {
            delivery: Some(Delivery::Failed),
            ..callback
        },
    };
    account.record(invoice_no, callback)
}

fn lateness(faults: &[Fault]) -> Duration {
    let late = faults.iter().find_map(|fault| match fault {
        Fault::CallbackLate(time) => Some(*time),
        _ => None,
    });
    late.unwrap_or_default()
}

/// The call that opened the payment.
fn call(payment: &Payment) -> Call<'_> {
    let order = &payment.order;
    Call {
        gateway: order.gateway.name(),
        action: api::CONFIRM,
        invoice_no: Some(order.invoice_no.as_str()),
        amount: Some(&order.money.amount),
    }
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
        canonical: callback.canonical(),
        delivery: None,
        exchange: Exchange::default(),
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
        canonical: callback.canonical(),
        delivery: None,
        exchange: Exchange::default(),
    })
}
