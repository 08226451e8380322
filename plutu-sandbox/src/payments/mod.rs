//! The account's payments, kept in memory: each invoice number once, each payment made once.
//!
//! [`payment`] is one that the payer answers on a page or that was made, [`process`] one that waits for a
//! one-time password. They draw on the same invoice numbers, so they are kept behind one lock.
//!
//! Memory is bounded: beyond a number of payments the oldest is forgotten with its invoice number, and so
//! is the oldest process.

mod payment;
mod process;

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use plutu_core::InvoiceNo;
use plutu_core::PaymentMethod;
use subtle::ConstantTimeEq;
use tokio::sync::watch;

use crate::error::SandboxError;
use crate::gateway::Money;
use crate::gateway::OtpGateway;
use crate::report::CallbackReport;

pub(crate) use self::payment::DEFAULT_METHOD;
pub(crate) use self::payment::Order;
pub(crate) use self::payment::OtpPayment;
pub(crate) use self::payment::Outcome;
pub(crate) use self::payment::Payment;
pub(crate) use self::payment::Record;
pub(crate) use self::process::Confirmation;
pub(crate) use self::process::LIFETIME;
pub(crate) use self::process::NotConfirmed;
pub(crate) use self::process::Process;

/// All payments of one account, over all of its gateways.
pub(crate) struct Payments {
    book: Mutex<Book>,
    capacity: usize,
    changes: watch::Sender<u64>,
}

impl Payments {
    /// No payments yet, and never more than `capacity`.
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            book: Mutex::default(),
            capacity: capacity.max(1),
            changes: watch::Sender::default(),
        }
    }

    /// Opens a payment. Its page is shown to whoever brings the token.
    pub(crate) fn open(&self, order: Order, token: String) -> Result<Payment, InvoiceUsed> {
        let mut book = self.book();
        if book.by_invoice.contains_key(&order.invoice_no) {
            return Err(InvoiceUsed);
        }
        let payment = Payment::new(book.next_id(), token, order);
        book.insert(payment.id, Record::Page(payment.clone()), self.capacity);
        self.has_changed(book);
        Ok(payment)
    }

    /// The payment with this id, for whoever has its token.
    pub(crate) fn find(&self, id: u64, token: &str) -> Option<Payment> {
        let book = self.book();
        let Some(Record::Page(payment)) = book.by_id.get(&id) else {
            return None;
        };
        bool::from(payment.token().as_bytes().ct_eq(token.as_bytes())).then(|| payment.clone())
    }

    /// The payment with this invoice number, if it has a page.
    pub(crate) fn by_invoice(&self, invoice_no: &InvoiceNo) -> Result<Payment, SandboxError> {
        self.book().payment_mut(invoice_no).cloned()
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
        let payment = payment.clone();
        self.has_changed(book);
        Ok(payment)
    }

    /// Records what was sent to the shop.
    pub(crate) fn record(&self, invoice_no: &InvoiceNo, callback: CallbackReport) {
        let mut book = self.book();
        if let Ok(payment) = book.payment_mut(invoice_no) {
            payment.keep(callback);
        }
        self.has_changed(book);
    }

    /// Begins a payment that waits for the payer's one-time password, and gives its process id.
    pub(crate) fn begin(
        &self,
        gateway: OtpGateway,
        money: Money,
        masked_number: String,
        now: Duration,
    ) -> u64 {
        let mut book = self.book();
        let id = next(&mut book.last_process_id, FIRST_PROCESS_ID);
        let process = Process::new(gateway, money, masked_number, now);
        book.processes.insert(id, process);
        if book.processes.len() > self.capacity {
            book.processes.pop_first();
        }
        self.has_changed(book);
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
        let payment = OtpPayment {
            id: book.next_id(),
            gateway: confirmation.gateway,
            money: confirmation.money,
            invoice_no: confirmation.invoice_no,
        };
        let id = payment.id;
        book.insert(id, Record::Otp(payment), self.capacity);
        self.has_changed(book);
        Ok(id)
    }

    /// Whether the payer paid this invoice.
    pub(crate) fn is_paid(&self, invoice_no: &InvoiceNo) -> bool {
        let read = |_, record: &Record| record.is_paid();
        self.read(invoice_no, read).unwrap_or_default()
    }

    /// What `read` makes of the record of this invoice number.
    pub(crate) fn read<T>(
        &self,
        invoice_no: &InvoiceNo,
        read: impl FnOnce(u64, &Record) -> T,
    ) -> Option<T> {
        let book = self.book();
        let id = *book.by_invoice.get(invoice_no)?;
        book.by_id.get(&id).map(|record| read(id, record))
    }

    /// What `read` makes of the records after this id, the oldest first, at most `limit` of them.
    pub(crate) fn after<T>(
        &self,
        id: u64,
        limit: usize,
        mut read: impl FnMut(u64, &Record) -> T,
    ) -> Vec<T> {
        let book = self.book();
        let records = book.by_id.range(id.saturating_add(1)..).take(limit);
        records.map(|(id, record)| read(*id, record)).collect()
    }

    /// What `read` makes of the records, the newest first, at most `limit` of them.
    pub(crate) fn last<T>(&self, limit: usize, mut read: impl FnMut(u64, &Record) -> T) -> Vec<T> {
        let book = self.book();
        let records = book.by_id.iter().rev().take(limit);
        records.map(|(id, record)| read(*id, record)).collect()
    }

    /// The last processes and their ids, the newest first.
    pub(crate) fn processes(&self, limit: usize) -> Vec<(u64, Process)> {
        let book = self.book();
        let processes = book.processes.iter().rev().take(limit);
        processes
            .map(|(id, process)| (*id, process.clone()))
            .collect()
    }

    /// Forgets everything, and counts from the beginning.
    pub(crate) fn clear(&self) {
        let mut book = self.book();
        *book = Book::default();
        self.has_changed(book);
    }

    /// The number of the last change, and every one from now on.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Tells of a change elsewhere in the account.
    pub(crate) fn touch(&self) {
        self.changes
            .send_modify(|number| *number = number.saturating_add(1));
    }

    /// Takes the book, so that whoever looks at once finds the change in it.
    fn has_changed(&self, book: MutexGuard<'_, Book>) {
        drop(book);
        self.touch();
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
    by_id: BTreeMap<u64, Record>,
    by_invoice: HashMap<InvoiceNo, u64>,
    processes: BTreeMap<u64, Process>,
    last_id: Option<u64>,
    last_process_id: Option<u64>,
}

impl Book {
    fn next_id(&mut self) -> u64 {
        next(&mut self.last_id, FIRST_ID)
    }

    fn insert(&mut self, id: u64, record: Record, capacity: usize) {
        self.by_invoice.insert(record.invoice_no().clone(), id);
        self.by_id.insert(id, record);
        if self.by_id.len() > capacity
            && let Some((_, oldest)) = self.by_id.pop_first()
        {
            self.by_invoice.remove(oldest.invoice_no());
        }
    }

    fn payment_mut(&mut self, invoice_no: &InvoiceNo) -> Result<&mut Payment, SandboxError> {
        let id = self.by_invoice.get(invoice_no);
        match id.and_then(|id| self.by_id.get_mut(id)) {
            Some(record) => record.page_mut(),
            None => Err(SandboxError::UnknownInvoice {
                invoice_no: invoice_no.clone(),
            }),
        }
    }

    /// The process that a confirmation names, if it is of the same gateway.
    fn process_mut(&mut self, named: &Confirmation) -> Result<&mut Process, NotConfirmed> {
        let id = named.process_id.as_str().parse::<u64>().ok();
        id.and_then(|id| self.processes.get_mut(&id))
            .filter(|process| process.gateway == named.gateway)
            .ok_or(NotConfirmed::UnknownProcess)
    }
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
