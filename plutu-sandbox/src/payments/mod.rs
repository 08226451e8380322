//! The account's payments, kept in memory: each invoice number once, each payment made once.
//!
//! [`payment`] is one that the payer answers on a page, [`process`] one that he answers with a one-time
//! password. Both draw on the same invoice numbers, so they are kept behind one lock.

mod payment;
mod process;

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use plutu_core::InvoiceNo;
use plutu_core::PaymentMethod;
use subtle::ConstantTimeEq;

use crate::delivery::Delivery;
use crate::error::SandboxError;
use crate::gateway::Money;
use crate::gateway::OtpGateway;

pub(crate) use self::payment::DEFAULT_METHOD;
pub(crate) use self::payment::Order;
pub(crate) use self::payment::Outcome;
pub(crate) use self::payment::Payment;
pub(crate) use self::process::Confirmation;
pub(crate) use self::process::LIFETIME;
pub(crate) use self::process::NotConfirmed;
use self::process::Process;

/// All payments of one account, over all of its gateways.
#[derive(Default)]
pub(crate) struct Payments {
    book: Mutex<Book>,
}

impl Payments {
    /// Opens a payment. Its page is shown to whoever brings the token.
    pub(crate) fn open(&self, order: Order, token: String) -> Result<Payment, InvoiceUsed> {
        let mut book = self.book();
        if book.by_invoice.contains_key(&order.invoice_no) {
            return Err(InvoiceUsed);
        }
        let id = book.next_id();
        book.by_invoice
            .insert(order.invoice_no.clone(), Entry::Page { id });
        let payment = Payment::new(id, token, order);
        book.by_id.insert(id, payment.clone());
        Ok(payment)
    }

    /// The payment with this id, for whoever has its token.
    pub(crate) fn find(&self, id: u64, token: &str) -> Option<Payment> {
        let book = self.book();
        let payment = book.by_id.get(&id)?;
        bool::from(payment.token().as_bytes().ct_eq(token.as_bytes())).then(|| payment.clone())
    }

    /// The payment with this invoice number, if it has a page.
    pub(crate) fn by_invoice(&self, invoice_no: &InvoiceNo) -> Option<Payment> {
        self.book().payment_mut(invoice_no).ok().cloned()
    }

    /// Records the payer's answer, and how he paid. The same answer may come again, another may not.
    pub(crate) fn answer(
        &self,
        invoice_no: &InvoiceNo,
        outcome: Outcome,
        method: PaymentMethod,
    ) -> Result<Payment, SandboxError> {
        let mut book = self.book();
        let payment = book.payment_mut(invoice_no)?;
        match payment.outcome {
            None => {
                payment.outcome = Some(outcome);
                payment.method = method;
            }
            Some(recorded) if recorded == outcome => {}
            Some(recorded) => return Err(recorded.already(invoice_no)),
        }
        Ok(payment.clone())
    }

    /// Records what became of the callback to the shop's server.
    pub(crate) fn record(&self, invoice_no: &InvoiceNo, delivery: Delivery) {
        if let Ok(payment) = self.book().payment_mut(invoice_no) {
            payment.delivery = Some(delivery);
        }
    }

    /// Begins a payment that waits for the payer's one-time password, and gives its process id.
    pub(crate) fn begin(&self, gateway: OtpGateway, money: Money, now: Duration) -> u64 {
        let mut book = self.book();
        let id = next(&mut book.last_process_id, FIRST_PROCESS_ID);
        book.processes.insert(id, Process::new(gateway, money, now));
        id
    }

    /// Takes the money of a process, and gives the transaction id. Whatever is refused changes nothing.
    pub(crate) fn confirm(
        &self,
        confirmation: Confirmation,
        now: Duration,
    ) -> Result<u64, NotConfirmed> {
        let mut book = self.book();
        if book.by_invoice.contains_key(&confirmation.invoice_no) {
            return Err(NotConfirmed::InvoiceUsed);
        }
        let process = book.process_mut(&confirmation)?;
        process.confirm(&confirmation, now)?;
        book.by_invoice.insert(confirmation.invoice_no, Entry::Otp);
        Ok(book.next_id())
    }

    /// Whether the payer paid this invoice.
    pub(crate) fn is_paid(&self, invoice_no: &InvoiceNo) -> bool {
        match self.book().payment_mut(invoice_no) {
            Ok(payment) => payment.outcome == Some(Outcome::Approved),
            Err(error) => matches!(error, SandboxError::PaidWithOtp { .. }),
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        // Nothing here panics half-way through a change, so a poisoned book is a sound one.
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The order's invoice number was used before.
pub(crate) struct InvoiceUsed;

#[derive(Default)]
struct Book {
    by_id: HashMap<u64, Payment>,
    by_invoice: HashMap<InvoiceNo, Entry>,
    processes: HashMap<u64, Process>,
    last_id: Option<u64>,
    last_process_id: Option<u64>,
}

impl Book {
    fn next_id(&mut self) -> u64 {
        next(&mut self.last_id, FIRST_ID)
    }

    fn payment_mut(&mut self, invoice_no: &InvoiceNo) -> Result<&mut Payment, SandboxError> {
        let id = match self.by_invoice.get(invoice_no) {
            Some(Entry::Page { id }) => Some(id),
            Some(Entry::Otp) => {
                let invoice_no = invoice_no.clone();
                return Err(SandboxError::PaidWithOtp { invoice_no });
            }
            None => None,
        };
        id.and_then(|id| self.by_id.get_mut(id))
            .ok_or_else(|| SandboxError::UnknownInvoice {
                invoice_no: invoice_no.clone(),
            })
    }

    /// The process that a confirmation names, if it is of the same gateway.
    fn process_mut(&mut self, named: &Confirmation) -> Result<&mut Process, NotConfirmed> {
        let id = named.process_id.as_str().parse::<u64>().ok();
        id.and_then(|id| self.processes.get_mut(&id))
            .filter(|process| process.gateway == named.gateway)
            .ok_or(NotConfirmed::UnknownProcess)
    }
}

/// What an invoice number was used for.
enum Entry {
    /// A payment with a page, answered or not.
    Page { id: u64 },
    /// A payment that was made with a one-time password.
    Otp,
}

fn next(last: &mut Option<u64>, first: u64) -> u64 {
    let id = last.map_or(first, |last| last.saturating_add(1));
    *last = Some(id);
    id
}

/// As many digits as the genuine vectors' transaction ids have.
const FIRST_ID: u64 = 100_001;

/// As many digits as the documentation's process ids have.
const FIRST_PROCESS_ID: u64 = 1_000_000_000_001;
