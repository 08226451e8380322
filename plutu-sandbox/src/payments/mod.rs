//! The account's payments in memory. Each invoice number is used once, and each payment is made
//! once.
//!
//! A [`payment`] has a page, or was paid with a one-time password. A [`process`] waits for a
//! one-time password. [`sent`] has the messages that were sent to the shop. All of them share the
//! invoice numbers, so one lock protects them.
//!
//! Memory is bounded: beyond a number of payments, or of bytes, the oldest payment is forgotten
//! with its invoice number. The oldest process is forgotten too; a process is small, whatever the
//! client sent.

mod payment;
mod process;
mod sent;

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
use crate::gateway::Endpoint;
use crate::money::Money;

pub(crate) use self::payment::Echo;
pub(crate) use self::payment::Order;
pub(crate) use self::payment::OtpPayment;
pub(crate) use self::payment::Outcome;
pub(crate) use self::payment::Payment;
pub(crate) use self::payment::Record;
pub(crate) use self::process::Confirmation;
pub(crate) use self::process::LIFETIME;
pub(crate) use self::process::NotConfirmed;
pub(crate) use self::process::Process;
pub use self::sent::Carrier;
pub use self::sent::Delivery;
pub(crate) use self::sent::Message;
pub(crate) use self::sent::SentCallback;

/// All payments of one account, across all gateways.
pub(crate) struct Payments {
    book: Mutex<Book>,
    capacity: Capacity,
    changes: watch::Sender<u64>,
}

impl Payments {
    /// An empty store for at most `count` payments.
    pub(crate) fn new(count: usize) -> Self {
        Self::with_capacity(Capacity {
            count: count.max(1),
            bytes: MAX_BYTES,
        })
    }

    fn with_capacity(capacity: Capacity) -> Self {
        Self {
            book: Mutex::default(),
            capacity,
            changes: watch::Sender::default(),
        }
    }

    /// Opens a payment. Anyone who has the token can see its page.
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

    /// The payment with this id, if the token is right.
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

    /// Records the payer's answer and the payment method. The same answer may be given again, a
    /// different one may not.
    pub(crate) fn answer(
        &self,
        invoice_no: &InvoiceNo,
        outcome: Outcome,
        method: Option<PaymentMethod>,
    ) -> Result<Payment, SandboxError> {
        let mut book = self.book();
        let payment = book.payment_mut(invoice_no)?;
        match payment.outcome {
            None => payment.answer(outcome, method),
            Some(recorded) if recorded == outcome => {}
            Some(recorded) => return Err(recorded.already(invoice_no)),
        }
        let payment = payment.clone();
        self.has_changed(book);
        Ok(payment)
    }

    /// Records what was sent to the shop.
    pub(crate) fn record(&self, invoice_no: &InvoiceNo, callback: SentCallback) {
        let mut book = self.book();
        book.keep(invoice_no, callback, self.capacity);
        self.has_changed(book);
    }

    /// Starts a payment that waits for the payer's one-time password, and returns its process id.
    pub(crate) fn begin(
        &self,
        endpoint: Endpoint,
        money: Money,
        masked_number: Option<String>,
        now: Duration,
    ) -> u64 {
        let mut book = self.book();
        let id = next(&mut book.last_process_id, FIRST_PROCESS_ID);
        let process = Process::new(endpoint, money, masked_number, now);
        book.processes.insert(id, process);
        if book.processes.len() > self.capacity.count {
            book.processes.pop_first();
        }
        self.has_changed(book);
        id
    }

    /// Takes the money of a process, and returns the transaction id. A refused confirmation changes
    /// nothing.
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
            gateway: confirmation.endpoint.gateway(),
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

    /// The result of `read` for the record of this invoice number.
    pub(crate) fn read<T>(
        &self,
        invoice_no: &InvoiceNo,
        read: impl FnOnce(u64, &Record) -> T,
    ) -> Option<T> {
        let book = self.book();
        let id = *book.by_invoice.get(invoice_no)?;
        book.by_id.get(&id).map(|record| read(id, record))
    }

    /// The results of `read` for the records after this id, the oldest first, within the limit.
    pub(crate) fn after<T>(
        &self,
        id: u64,
        limit: Limit,
        mut read: impl FnMut(u64, &Record) -> T,
    ) -> Vec<T> {
        let book = self.book();
        let records = limit.apply(book.by_id.range(id.saturating_add(1)..));
        records.map(|(id, record)| read(*id, record)).collect()
    }

    /// The results of `read` for the records, the newest first, within the limit.
    pub(crate) fn last<T>(&self, limit: Limit, mut read: impl FnMut(u64, &Record) -> T) -> Vec<T> {
        let book = self.book();
        let records = limit.apply(book.by_id.iter().rev());
        records.map(|(id, record)| read(*id, record)).collect()
    }

    /// Like [`last`](Self::last), but only for the records that are wanted.
    pub(crate) fn last_wanted<T>(
        &self,
        limit: Limit,
        is_wanted: impl Fn(u64, &Record) -> bool,
        mut read: impl FnMut(u64, &Record) -> T,
    ) -> Vec<T> {
        let book = self.book();
        let records = book.by_id.iter().rev();
        let records = limit.apply(records.filter(|(id, record)| is_wanted(**id, record)));
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

    /// Deletes everything, and restarts the counters.
    pub(crate) fn clear(&self) {
        let mut book = self.book();
        *book = Book::default();
        self.has_changed(book);
    }

    /// The number of the last change, and notifications about later ones.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Notifies listeners of a change elsewhere in the account.
    pub(crate) fn touch(&self) {
        self.changes
            .send_modify(|number| *number = number.saturating_add(1));
    }

    /// Releases the book before it notifies listeners, so that they can read the change at once.
    fn has_changed(&self, book: MutexGuard<'_, Book>) {
        drop(book);
        self.touch();
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        // No code panics halfway through a change, so a poisoned book is consistent.
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An error: the invoice number was used before.
pub(crate) struct InvoiceUsed;

/// How many payments a list may have.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    count: usize,
    bytes: usize,
}

impl Limit {
    pub(crate) const NONE: Self = Self {
        count: usize::MAX,
        bytes: usize::MAX,
    };

    /// At most `count`, and fewer if they are large, so that an answer does not take much memory.
    /// The first one is always listed.
    pub(crate) const fn count(count: usize) -> Self {
        Self {
            count,
            bytes: MAX_LISTED_BYTES,
        }
    }

    fn apply<'a>(
        self,
        records: impl Iterator<Item = (&'a u64, &'a Record)>,
    ) -> impl Iterator<Item = (&'a u64, &'a Record)> {
        let mut listed = 0_usize;
        records.take(self.count).take_while(move |(_, record)| {
            let is_first = listed == 0;
            listed = listed.saturating_add(record.weight());
            is_first || listed <= self.bytes
        })
    }
}

/// How much the book may keep.
#[derive(Clone, Copy)]
struct Capacity {
    count: usize,
    bytes: usize,
}

#[derive(Default)]
struct Book {
    by_id: BTreeMap<u64, Record>,
    /// The total weight of the records.
    bytes: usize,
    by_invoice: HashMap<InvoiceNo, u64>,
    processes: BTreeMap<u64, Process>,
    last_id: Option<u64>,
    last_process_id: Option<u64>,
}

impl Book {
    fn next_id(&mut self) -> u64 {
        next(&mut self.last_id, FIRST_ID)
    }

    fn insert(&mut self, id: u64, record: Record, capacity: Capacity) {
        self.by_invoice.insert(record.invoice_no().clone(), id);
        self.bytes = self.bytes.saturating_add(record.weight());
        self.by_id.insert(id, record);
        self.forget_beyond(capacity);
    }

    /// Adds a callback to a payment, if the payment exists.
    fn keep(&mut self, invoice_no: &InvoiceNo, callback: SentCallback, capacity: Capacity) {
        let id = self.by_invoice.get(invoice_no);
        let Some(record) = id.and_then(|id| self.by_id.get_mut(id)) else {
            return;
        };
        let before = record.weight();
        if let Ok(payment) = record.page_mut() {
            payment.keep(callback);
        }
        let others = self.bytes.saturating_sub(before);
        self.bytes = others.saturating_add(record.weight());
        self.forget_beyond(capacity);
    }

    /// Forgets the oldest records until the capacity is kept. The newest record always stays.
    fn forget_beyond(&mut self, capacity: Capacity) {
        while self.by_id.len() > capacity.count
            || (self.bytes > capacity.bytes && self.by_id.len() > 1)
        {
            let Some((_, oldest)) = self.by_id.pop_first() else {
                return;
            };
            self.bytes = self.bytes.saturating_sub(oldest.weight());
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

    /// The process that a confirmation names, if the confirmation's endpoint answers it.
    fn process_mut(&mut self, named: &Confirmation) -> Result<&mut Process, NotConfirmed> {
        let answered = named.endpoint.answered();
        let id = named.process_id.as_str().parse::<u64>().ok();
        id.and_then(|id| self.processes.get_mut(&id))
            .filter(|process| Some(process.endpoint) == answered)
            .ok_or(NotConfirmed::UnknownProcess)
    }
}

fn next(last: &mut Option<u64>, first: u64) -> u64 {
    let id = last.map_or(first, |last| last.saturating_add(1));
    *last = Some(id);
    id
}

/// The most memory for all payments, in bytes. More than 200,000 ordinary payments fit.
const MAX_BYTES: usize = 512 * 1024 * 1024;

/// The most memory for the payments of one list, in bytes.
const MAX_LISTED_BYTES: usize = 8 * 1024 * 1024;

/// As long as the transaction ids of the genuine vectors.
const FIRST_ID: u64 = 100_001;

/// As long as the process ids in the documentation.
const FIRST_PROCESS_ID: u64 = 1_000_000_000_001;

#[cfg(test)]
mod tests {
    use plutu_core::Language;

    use super::*;
    use crate::gateway::Gateways;

    fn order(number: usize, return_url: &str) -> Order {
        let page = Gateways::built_in().simplest_page().unwrap();
        Order {
            gateway: page.gateway(),
            action: page.action(),
            money: Money::read("5", page.gateway().currency()).unwrap(),
            invoice_no: format!("INV-{number}").parse().unwrap(),
            return_url: return_url.to_owned(),
            callback_url: None,
            language: Language::Ar,
            echoes: Vec::new(),
        }
    }

    fn callback(len: usize) -> SentCallback {
        let message = Message {
            carrier: Carrier::Browser,
            url: "x".repeat(len),
            body: None,
            canonical: String::new(),
        };
        SentCallback {
            answer: Some("x".repeat(1000)),
            ..SentCallback::new(message, None)
        }
    }

    /// Checks that the book's weight is the sum of its records' weights.
    fn weight(payments: &Payments) -> usize {
        let book = payments.book();
        let sum = book.by_id.values().map(Record::weight).sum();
        assert_eq!(book.bytes, sum);
        assert_eq!(book.by_id.len(), book.by_invoice.len());
        sum
    }

    #[test]
    fn t37_payments_are_bounded_in_bytes() {
        let bytes = 100_000;
        let count = 1_000_000;
        let payments = Payments::with_capacity(Capacity { count, bytes });
        let url = format!("https://shop.example/{}", "x".repeat(8_000));
        for number in 0..200 {
            let order = order(number, &url);
            let invoice_no = order.invoice_no.clone();
            assert!(payments.open(order, String::new()).is_ok());
            for _ in 0..40 {
                payments.record(&invoice_no, callback(8_000));
            }
            assert!(weight(&payments) <= bytes, "{}", weight(&payments));
            assert!(payments.by_invoice(&invoice_no).is_ok(), "the newest stays");
        }
        // The callbacks of one payment cannot displace all other payments.
        let weight_of_one = weight(&payments);
        assert!(weight_of_one < 90_000, "{weight_of_one}");
        payments.clear();
        assert_eq!(weight(&payments), 0);
    }

    #[test]
    fn t37_what_a_callback_repeats_counts_as_memory() {
        let bytes = 100_000;
        let count = 1_000_000;
        let payments = Payments::with_capacity(Capacity { count, bytes });
        for number in 0..200 {
            let echo = Echo {
                name: "till",
                value: Some("x".repeat(8_000)),
            };
            let order = Order {
                echoes: vec![echo],
                ..order(number, "https://a.ly/")
            };
            assert!(payments.open(order, String::new()).is_ok());
            assert!(weight(&payments) <= bytes, "{}", weight(&payments));
        }
        let kept = payments.after(0, Limit::NONE, |_, _| ()).len();
        assert!((5..20).contains(&kept), "{kept}");
    }

    #[test]
    fn t37_ordinary_payments_are_bounded_by_their_number() {
        let bytes = MAX_BYTES;
        let payments = Payments::with_capacity(Capacity { count: 3, bytes });
        for number in 0..5 {
            assert!(
                payments
                    .open(order(number, "https://a.ly/"), String::new())
                    .is_ok()
            );
            weight(&payments);
        }
        let numbers = payments.after(0, Limit::NONE, |_, record| record.invoice_no().to_string());
        assert_eq!(numbers, ["INV-2", "INV-3", "INV-4"]);
    }

    #[test]
    fn t37_a_list_is_bounded_in_bytes() {
        let payments = Payments::new(1_000);
        let url = format!("https://shop.example/{}", "x".repeat(8_000));
        for number in 0..20 {
            assert!(payments.open(order(number, &url), String::new()).is_ok());
        }
        for (count, bytes, expected) in [(1_000, 50_000, 5), (3, 50_000, 3), (1_000, 10, 1)] {
            let limit = Limit { count, bytes };
            assert_eq!(payments.after(0, limit, |_, _| ()).len(), expected);
            assert_eq!(payments.last(limit, |_, _| ()).len(), expected);
        }
        assert_eq!(payments.after(0, Limit::count(1_000), |_, _| ()).len(), 20);
    }
}
