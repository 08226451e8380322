//! Reports about a payment and its callbacks, for tests and as JSON.

use std::fmt;
use std::time::Duration;

use plutu_core::InvoiceNo;
use serde::Serialize;

use crate::account::Account;
use crate::payments::Carrier;
use crate::payments::Delivery;
use crate::payments::Limit;
use crate::payments::Outcome;
use crate::payments::Record;
use crate::payments::SentCallback;

/// A snapshot of a payment.
///
/// `Debug` does not show the URL of the payment's page.
///
/// ```
/// use plutu_sandbox::Sandbox;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::start().await?;
/// assert!(sandbox.payments().is_empty());
/// assert_eq!(sandbox.payment(&"INV-1001".parse()?), None);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PaymentReport {
    invoice_no: InvoiceNo,
    gateway: &'static str,
    amount: String,
    currency: &'static str,
    status: PaymentStatus,
    transaction_id: u64,
    payment_method: Option<String>,
    checkout_url: Option<String>,
    callbacks: Vec<CallbackReport>,
}

impl PaymentReport {
    fn of(id: u64, record: &Record, account: &Account) -> Self {
        let invoice_no = record.invoice_no().clone();
        match record {
            Record::Page(payment) => Self {
                invoice_no,
                gateway: payment.order.gateway.name(),
                amount: payment.order.money.amount.clone(),
                currency: payment.order.money.currency,
                status: PaymentStatus::of(payment.outcome),
                transaction_id: id,
                payment_method: payment.shown_method().map(ToString::to_string),
                checkout_url: Some(account.checkout_url(payment)),
                callbacks: payment.callbacks().cloned().map(Into::into).collect(),
            },
            Record::Otp(payment) => Self {
                invoice_no,
                gateway: payment.gateway.name(),
                amount: payment.money.amount.clone(),
                currency: payment.money.currency,
                status: PaymentStatus::Approved,
                transaction_id: id,
                payment_method: None,
                checkout_url: None,
                callbacks: Vec::new(),
            },
        }
    }

    /// Whether a search for this string finds the record: by its invoice number, id, gateway or
    /// status. The status is compared with its own name and with the one that `status_word`
    /// returns.
    fn is_found(
        id: u64,
        record: &Record,
        text: &str,
        status_word: impl Fn(PaymentStatus) -> &'static str,
    ) -> bool {
        let (gateway, status) = match record {
            Record::Page(payment) => (
                payment.order.gateway.name(),
                PaymentStatus::of(payment.outcome),
            ),
            Record::Otp(payment) => (payment.gateway.name(), PaymentStatus::Approved),
        };
        let invoice_no = record.invoice_no().as_str().to_ascii_lowercase();
        let text = text.to_ascii_lowercase();
        invoice_no.contains(&text)
            || gateway.contains(&text)
            || status.name() == text
            || status_word(status) == text
            || id.to_string() == text
    }

    /// The merchant's number of the order.
    #[must_use]
    pub fn invoice_no(&self) -> &InvoiceNo {
        &self.invoice_no
    }

    /// The gateway's name in the API's paths, for example `mpgs`.
    #[must_use]
    pub fn gateway(&self) -> &str {
        self.gateway
    }

    /// The amount, always with two decimals: `12.50`.
    #[must_use]
    pub fn amount(&self) -> &str {
        &self.amount
    }

    /// The ISO code of the amount's currency.
    #[must_use]
    pub fn currency(&self) -> &str {
        self.currency
    }

    /// The status of the payment.
    #[must_use]
    pub fn status(&self) -> PaymentStatus {
        self.status
    }

    /// The transaction id in callbacks and receipts. It grows with every payment.
    #[must_use]
    pub fn transaction_id(&self) -> u64 {
        self.transaction_id
    }

    /// The payment method that the payer chose, on a page that asks for it like T-Lync's. `None`
    /// before the payer has approved, and for other gateways.
    #[must_use]
    pub fn payment_method(&self) -> Option<&str> {
        self.payment_method.as_deref()
    }

    /// The URL of the payment's page; `None` if it was paid with a one-time password. The URL is a
    /// secret: anyone who has it can answer the payment.
    #[must_use]
    pub fn checkout_url(&self) -> Option<&str> {
        self.checkout_url.as_deref()
    }

    /// The last callbacks of this payment, the oldest first.
    #[must_use]
    pub fn callbacks(&self) -> &[CallbackReport] {
        &self.callbacks
    }
}

impl fmt::Debug for PaymentReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaymentReport")
            .field("invoice_no", &self.invoice_no)
            .field("gateway", &self.gateway)
            .field("amount", &self.amount)
            .field("currency", &self.currency)
            .field("status", &self.status)
            .field("transaction_id", &self.transaction_id)
            .field("callbacks", &self.callbacks)
            .finish_non_exhaustive()
    }
}

/// The status of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PaymentStatus {
    /// The payer has not answered yet.
    Open,
    /// The payer paid.
    Approved,
    /// The payer's bank declined.
    Declined,
    /// The payer canceled.
    Canceled,
}

impl PaymentStatus {
    /// The name in JSON.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Canceled => "canceled",
        }
    }

    const fn of(outcome: Option<Outcome>) -> Self {
        match outcome {
            None => Self::Open,
            Some(Outcome::Approved) => Self::Approved,
            Some(Outcome::Declined) => Self::Declined,
            Some(Outcome::Canceled) => Self::Canceled,
        }
    }
}

/// A callback that was sent to the shop, or given to the payer's browser.
///
/// `Debug` shows neither address nor content.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CallbackReport(SentCallback);

impl CallbackReport {
    /// Who carries it.
    #[must_use]
    pub fn carrier(&self) -> Carrier {
        self.0.message.carrier
    }

    /// The URL that it is sent to: the shop's return URL with the signed query, or the shop's
    /// callback URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.0.message.url
    }

    /// The JSON that is posted; `None` if the callback is a query.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.0.message.body.as_deref()
    }

    /// The string that was signed: parameters and values, url-encoded, in their order.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.0.message.canonical
    }

    /// The result; `None` if the payer's browser carries the callback, because the sandbox does not
    /// see the shop's answer then.
    #[must_use]
    pub fn delivery(&self) -> Option<Delivery> {
        self.0.delivery
    }

    /// The time of the record: seconds since the beginning of 1970, by the sandbox's clock.
    pub(crate) fn time(&self) -> u64 {
        self.0.time
    }

    /// How long the shop's server took; `None` if nothing was sent.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        self.0.duration_ms.map(Duration::from_millis)
    }

    /// The first 2,000 bytes of the body that the shop's server answered with. `None` if there was
    /// no answer.
    #[must_use]
    pub fn answer(&self) -> Option<&str> {
        self.0.answer.as_deref()
    }
}

impl From<SentCallback> for CallbackReport {
    fn from(sent: SentCallback) -> Self {
        Self(sent)
    }
}

impl fmt::Debug for CallbackReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackReport")
            .field("carrier", &self.carrier())
            .field("delivery", &self.delivery())
            .finish_non_exhaustive()
    }
}

/// The payment of this invoice.
pub(crate) fn of_invoice(account: &Account, invoice_no: &InvoiceNo) -> Option<PaymentReport> {
    let report = |id, record: &_| PaymentReport::of(id, record, account);
    account.payments().read(invoice_no, report)
}

/// The payments after this transaction id, the oldest first, within the limit.
pub(crate) fn after(account: &Account, id: u64, limit: Limit) -> Vec<PaymentReport> {
    let report = |id, record: &_| PaymentReport::of(id, record, account);
    account.payments().after(id, limit, report)
}

/// The payments, the newest first, at most `count` of them.
pub(crate) fn last(account: &Account, count: usize) -> Vec<PaymentReport> {
    let report = |id, record: &_| PaymentReport::of(id, record, account);
    account.payments().last(Limit::count(count), report)
}

/// The payments that a search for this string finds, the newest first: at most `count`, and fewer
/// if they are large.
pub(crate) fn found(
    account: &Account,
    text: &str,
    status_word: impl Fn(PaymentStatus) -> &'static str,
    count: usize,
) -> Vec<PaymentReport> {
    let is_wanted = |id, record: &_| PaymentReport::is_found(id, record, text, &status_word);
    let report = |id, record: &_| PaymentReport::of(id, record, account);
    let payments = account.payments();
    payments.last_wanted(Limit::count(count), is_wanted, report)
}
