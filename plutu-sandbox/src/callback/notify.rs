//! The steps after the payer's answer: the shop's server receives the callback, and the payer
//! returns to the shop. Faults can suppress, delay or repeat the callback.

use std::sync::Arc;
use std::time::Duration;

use plutu_core::InvoiceNo;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::sleep;

use crate::account::Account;
use crate::callback::deliver::deliver;
use crate::callback::record::record;
use crate::callback::sign;
use crate::callback::sign::for_browser;
use crate::callback::sign::for_server;
use crate::error::SandboxError;
use crate::fault::Call;
use crate::fault::Fault;
use crate::payer::Answer;
use crate::payments::Delivery;
use crate::payments::Message;
use crate::payments::Outcome;
use crate::payments::Payment;
use crate::payments::SentCallback;

/// The payer's next step after their answer.
pub(crate) struct Notified {
    /// The URL that the browser is sent to.
    pub(crate) url: String,
    /// Whether the browser goes there. The fault `no-callback` keeps it on the page.
    pub(crate) returns: bool,
}

/// Notifies the shop's server, and returns the URL for the payer's browser.
///
/// The shop's server receives the callback before the browser returns. Whatever it answers, the
/// payer returns.
pub(crate) async fn notify(account: Arc<Account>, payment: Payment, answer: Answer) -> Notified {
    let mut faults = account.faults().of_callback(&call(&payment));
    faults.extend(answer.fault);
    let to_browser = for_browser(&payment, answer.outcome, account.secret_key());
    let url = to_browser.url.clone();
    let invoice_no = &payment.order.invoice_no;
    match for_server(&payment, account.secret_key()) {
        Some(message) => post(&account, invoice_no.clone(), message, &faults).await,
        None if faults.contains(&Fault::NoCallback) => {
            return Notified {
                url,
                returns: false,
            };
        }
        None => delay(&account, invoice_no, &to_browser, &faults).await,
    }
    record(&account, invoice_no, SentCallback::new(to_browser, None));
    Notified { url, returns: true }
}

/// Like [`notify`], but runs to the end even if the caller leaves.
pub(crate) async fn notify_to_the_end(
    account: Arc<Account>,
    payment: Payment,
    answer: Answer,
) -> Notified {
    let to_browser = for_browser(&payment, answer.outcome, account.secret_key());
    let notified = tokio::spawn(notify(account, payment, answer)).await;
    // The task panicked, so the browser must not return.
    notified.unwrap_or(Notified {
        url: to_browser.url,
        returns: false,
    })
}

/// Sends an approval with a wrong signature, like a forger, and returns the URL for the payer's
/// browser. The payment stays unchanged.
pub(crate) async fn tamper(account: Arc<Account>, payment: Payment) -> String {
    let mut forged = payment;
    forged.outcome = Some(Outcome::Approved);
    if let Some(message) = for_server(&forged, account.secret_key()) {
        let (account, invoice_no) = (Arc::clone(&account), forged.order.invoice_no.clone());
        let sent =
            tokio::spawn(async move { send(&account, &invoice_no, sign::forged(message)).await });
        // The payer returns whatever the result is.
        let _ = sent.await;
    }
    let message = for_browser(&forged, Outcome::Approved, account.secret_key());
    let message = sign::forged(message);
    let url = message.url.clone();
    record(
        &account,
        &forged.order.invoice_no,
        SentCallback::new(message, None),
    );
    url
}

/// Sends the callback that is due again, without faults. Returns `None` if none is due. For a
/// callback that the browser carries, the sandbox visits the return URL.
pub(crate) async fn resend(
    account: Arc<Account>,
    invoice_no: &InvoiceNo,
) -> Result<Option<SentCallback>, SandboxError> {
    let payment = account.payments().by_invoice(invoice_no)?;
    let Some(outcome) = payment.outcome else {
        return Ok(None);
    };
    let secret_key = account.secret_key();
    let message = for_server(&payment, secret_key)
        .unwrap_or_else(|| for_browser(&payment, outcome, secret_key));
    let invoice_no = payment.order.invoice_no;
    let sent = tokio::spawn(async move { send(&account, &invoice_no, message).await });
    Ok(sent.await.ok())
}

/// Posts a callback to the shop's server. Faults can suppress, delay or repeat it.
async fn post(account: &Arc<Account>, invoice_no: InvoiceNo, message: Message, faults: &[Fault]) {
    if faults.contains(&Fault::NoCallback) {
        return;
    }
    let place = place_to_wait(account, faults);
    let times = if faults.contains(&Fault::CallbackTwice) {
        2
    } else {
        1
    };
    let account = Arc::clone(account);
    let post = async move {
        for _ in 0..times {
            send(&account, &invoice_no, message.clone()).await;
        }
    };
    let Some((late, place)) = place else {
        return post.await;
    };
    // The task ends with the sandbox at the latest.
    tokio::spawn(async move {
        sleep(late).await;
        post.await;
        drop(place);
    });
}

/// Delays the callback that the browser carries, and sends it once before the browser does, if
/// faults ask for that.
async fn delay(account: &Account, invoice_no: &InvoiceNo, message: &Message, faults: &[Fault]) {
    if let Some((late, _place)) = place_to_wait(account, faults) {
        sleep(late).await;
    }
    if faults.contains(&Fault::CallbackTwice) {
        send(account, invoice_no, message.clone()).await;
    }
}

/// Sends a message to the shop's server, and records the result.
async fn send(account: &Account, invoice_no: &InvoiceNo, message: Message) -> SentCallback {
    let reachable = &account.settings().reachable;
    let sent = match account.place_to_send() {
        Some(_place) => deliver(message, reachable).await,
        None => SentCallback::new(message, Some(Delivery::Failed)),
    };
    record(account, invoice_no, sent)
}

/// How long the faults delay the callback, and the place to wait. `None` if they do not delay it,
/// or if too many callbacks are delayed already: they are delayed even if the client leaves.
fn place_to_wait(account: &Account, faults: &[Fault]) -> Option<(Duration, OwnedSemaphorePermit)> {
    let late = faults.iter().find_map(|fault| match fault {
        Fault::CallbackLate(time) => Some(*time),
        _ => None,
    });
    let late = late.filter(|late| !late.is_zero())?;
    Some((late, account.place_to_wait()?))
}

/// The call that opened the payment.
fn call(payment: &Payment) -> Call<'_> {
    let order = &payment.order;
    Call {
        gateway: order.gateway.name(),
        action: order.action,
        is_challenge: false,
        invoice_no: Some(order.invoice_no.as_str()),
        amount: Some(&order.money.amount),
    }
}
