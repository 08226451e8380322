//! The account's payments, kept in memory: each invoice number once, each payment answered once.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::ReturnUrl;
use subtle::ConstantTimeEq;

use crate::checkout;
use crate::error::SandboxError;
use crate::gateway::Gateway;
use crate::gateway::Money;

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
        book.by_invoice.insert(order.invoice_no.clone(), id);
        let payment = Payment::new(id, token, order);
        book.by_id.insert(id, payment.clone());
        Ok(payment)
    }

    /// The payment with this id, for whoever has its token.
    pub(crate) fn find(&self, id: u64, token: &str) -> Option<Payment> {
        let book = self.book();
        let payment = book.by_id.get(&id)?;
        bool::from(payment.token.as_bytes().ct_eq(token.as_bytes())).then(|| payment.clone())
    }

    /// Records the payer's answer. The same answer may come again, another may not.
    pub(crate) fn answer(
        &self,
        invoice_no: &InvoiceNo,
        outcome: Outcome,
    ) -> Result<Payment, SandboxError> {
        let mut book = self.book();
        let payment = book.payment_mut(invoice_no)?;
        match *payment.outcome.get_or_insert(outcome) {
            recorded if recorded == outcome => Ok(payment.clone()),
            recorded => Err(recorded.already(invoice_no)),
        }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        // Nothing here panics half-way through a change, so a poisoned book is a sound one.
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One payment.
#[derive(Clone)]
pub(crate) struct Payment {
    /// What callbacks call the transaction id.
    pub(crate) id: u64,
    token: String,
    pub(crate) order: Order,
    pub(crate) outcome: Option<Outcome>,
}

impl Payment {
    pub(crate) fn new(id: u64, token: String, order: Order) -> Self {
        Self {
            id,
            token,
            order,
            outcome: None,
        }
    }

    /// The path and query of the payment's checkout page.
    pub(crate) fn checkout_path(&self) -> String {
        format!(
            "{}/{}?{}={}",
            checkout::PATH,
            self.id,
            checkout::TOKEN,
            self.token
        )
    }
}

/// What the merchant asked for.
#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) gateway: Gateway,
    pub(crate) money: Money,
    pub(crate) invoice_no: InvoiceNo,
    pub(crate) return_url: ReturnUrl,
    pub(crate) language: Language,
}

/// What the payer answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Approved,
    Canceled,
}

impl Outcome {
    /// The answer that this one excludes.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Approved => Self::Canceled,
            Self::Canceled => Self::Approved,
        }
    }

    /// The error for another answer after this one.
    fn already(self, invoice_no: &InvoiceNo) -> SandboxError {
        let invoice_no = invoice_no.clone();
        match self {
            Self::Approved => SandboxError::AlreadyApproved { invoice_no },
            Self::Canceled => SandboxError::AlreadyCanceled { invoice_no },
        }
    }
}

/// The order's invoice number was used before.
pub(crate) struct InvoiceUsed;

#[derive(Default)]
struct Book {
    by_id: HashMap<u64, Payment>,
    by_invoice: HashMap<InvoiceNo, u64>,
    last_id: Option<u64>,
}

impl Book {
    fn next_id(&mut self) -> u64 {
        let id = self.last_id.map_or(FIRST_ID, |last| last.saturating_add(1));
        self.last_id = Some(id);
        id
    }

    fn payment_mut(&mut self, invoice_no: &InvoiceNo) -> Result<&mut Payment, SandboxError> {
        let id = self.by_invoice.get(invoice_no);
        id.and_then(|id| self.by_id.get_mut(id))
            .ok_or_else(|| SandboxError::UnknownInvoice {
                invoice_no: invoice_no.clone(),
            })
    }
}

/// As many digits as the genuine vectors' transaction ids have.
const FIRST_ID: u64 = 100_001;
