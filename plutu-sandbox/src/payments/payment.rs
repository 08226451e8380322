//! A payment: on a page, or with a one-time password.

use std::collections::VecDeque;

use plutu_core::CallbackUrl;
use plutu_core::InvoiceNo;
use plutu_core::Language;
use plutu_core::PaymentMethod;
use serde::Serialize;

use crate::error::SandboxError;
use crate::gateway::Gateway;
use crate::money::Money;
use crate::payments::sent::SentCallback;

/// The payment of an invoice number.
pub(crate) enum Record {
    Page(Payment),
    Otp(OtpPayment),
}

impl Record {
    pub(crate) fn invoice_no(&self) -> &InvoiceNo {
        match self {
            Self::Page(payment) => &payment.order.invoice_no,
            Self::Otp(payment) => &payment.invoice_no,
        }
    }

    /// The payment, if it has a page.
    pub(super) fn page_mut(&mut self) -> Result<&mut Payment, SandboxError> {
        match self {
            Self::Page(payment) => Ok(payment),
            Self::Otp(payment) => Err(SandboxError::PaidWithOtp {
                invoice_no: payment.invoice_no.clone(),
            }),
        }
    }

    /// The memory that it takes, in bytes, with its entries in the book.
    pub(super) fn weight(&self) -> usize {
        let own = match self {
            Self::Page(payment) => payment.weight(),
            Self::Otp(_) => 0,
        };
        let invoice_no = self.invoice_no().as_str().len().saturating_mul(2);
        OVERHEAD.saturating_add(invoice_no).saturating_add(own)
    }

    pub(super) fn is_paid(&self) -> bool {
        match self {
            Self::Page(payment) => payment.outcome == Some(Outcome::Approved),
            Self::Otp(_) => true,
        }
    }
}

/// A payment that was paid with a one-time password.
pub(crate) struct OtpPayment {
    pub(crate) id: u64,
    pub(crate) gateway: Gateway,
    pub(crate) money: Money,
    pub(crate) invoice_no: InvoiceNo,
}

/// A payment that the payer answers on a page.
#[derive(Clone)]
pub(crate) struct Payment {
    /// The transaction id in callbacks.
    pub(crate) id: u64,
    token: String,
    pub(crate) order: Order,
    pub(crate) outcome: Option<Outcome>,
    /// The payment method, if the gateway asks for it.
    pub(crate) method: Option<PaymentMethod>,
    /// The messages to the shop, the oldest first.
    callbacks: VecDeque<SentCallback>,
}

impl Payment {
    pub(crate) fn new(id: u64, token: String, order: Order) -> Self {
        let method = order.gateway.default_method();
        Self {
            id,
            token,
            order,
            outcome: None,
            method,
            callbacks: VecDeque::new(),
        }
    }

    /// The secret in the URL of the payment's page.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// The payment method after the payer has paid, if the gateway asks for it.
    pub(crate) fn shown_method(&self) -> Option<&PaymentMethod> {
        let method = self.method.as_ref();
        method.filter(|_| self.outcome == Some(Outcome::Approved))
    }

    /// Records the payer's answer. The payment method counts only if the gateway asks for it.
    pub(super) fn answer(&mut self, outcome: Outcome, method: Option<PaymentMethod>) {
        self.outcome = Some(outcome);
        if self.method.is_some() && method.is_some() {
            self.method = method;
        }
    }

    pub(crate) fn callbacks(&self) -> impl DoubleEndedIterator<Item = &SentCallback> {
        self.callbacks.iter()
    }

    /// Adds a callback, and forgets the oldest ones beyond the limits.
    pub(super) fn keep(&mut self, callback: SentCallback) {
        self.callbacks.push_back(callback);
        while self.callbacks.len() > KEPT_CALLBACKS
            || (self.callbacks.len() > 1 && self.weight_of_callbacks() > MAX_CALLBACK_BYTES)
        {
            self.callbacks.pop_front();
        }
    }

    fn weight(&self) -> usize {
        let order = &self.order;
        let callback_url = order.callback_url.as_ref();
        [
            self.token.len(),
            order.return_url.len(),
            callback_url.map_or(0, |url| url.as_str().len()),
            order.money.amount.len(),
            self.method
                .as_ref()
                .map_or(0, |method| method.as_str().len()),
            order.weight_of_echoes(),
            self.weight_of_callbacks(),
        ]
        .into_iter()
        .fold(0, usize::saturating_add)
    }

    fn weight_of_callbacks(&self) -> usize {
        let weights = self.callbacks.iter().map(SentCallback::weight);
        weights.fold(0, usize::saturating_add)
    }
}

/// The merchant's request.
#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) gateway: Gateway,
    /// The action of the request that opened the payment.
    pub(crate) action: &'static str,
    pub(crate) money: Money,
    pub(crate) invoice_no: InvoiceNo,
    pub(crate) return_url: String,
    /// The URL that the server posts the callback to, if the browser does not carry it.
    pub(crate) callback_url: Option<CallbackUrl>,
    pub(crate) language: Language,
    pub(crate) echoes: Vec<Echo>,
}

/// A field of the request that the callback repeats.
#[derive(Clone)]
pub(crate) struct Echo {
    /// The name in Rust, in the request and in the callback.
    pub(crate) name: &'static str,
    /// The value in the request, if there was one.
    pub(crate) value: Option<String>,
}

impl Order {
    fn weight_of_echoes(&self) -> usize {
        let weights = self.echoes.iter().map(|echo| {
            let value = echo.value.as_ref().map_or(0, String::len);
            size_of::<Echo>().saturating_add(value)
        });
        weights.fold(0, usize::saturating_add)
    }
}

/// The answer of the payer or of their bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    Approved,
    Declined,
    Canceled,
}

impl Outcome {
    /// The error for a different answer after this one.
    pub(super) fn already(self, invoice_no: &InvoiceNo) -> SandboxError {
        let invoice_no = invoice_no.clone();
        match self {
            Self::Approved => SandboxError::AlreadyApproved { invoice_no },
            Self::Declined => SandboxError::AlreadyDeclined { invoice_no },
            Self::Canceled => SandboxError::AlreadyCanceled { invoice_no },
        }
    }
}

/// How many callbacks of one payment are kept.
const KEPT_CALLBACKS: usize = 16;

/// The most memory for them, in bytes, unless the last one alone takes more.
const MAX_CALLBACK_BYTES: usize = 64 * 1024;

/// The memory of a record without its strings: the record and its entries in the book's maps.
const OVERHEAD: usize = size_of::<Record>().saturating_add(192);
