//! Records messages to the shop.

use plutu_core::InvoiceNo;

use crate::account::Account;
use crate::event::Event;
use crate::payments::SentCallback;

/// Stores a message with its payment and the time, and notifies listeners.
pub(super) fn record(
    account: &Account,
    invoice_no: &InvoiceNo,
    sent: SentCallback,
) -> SentCallback {
    let time = account.clock().now().as_secs();
    let sent = SentCallback { time, ..sent };
    account.events().tell(|| Event::Callback {
        invoice_no: invoice_no.to_string(),
        callback: sent.clone(),
    });
    account.payments().record(invoice_no, sent.clone());
    sent
}
