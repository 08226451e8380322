//! The settlement of an order, and the proof that an answer was compared with that order.
//!
//! A verified callback and the receipt of a charge both end here. [`compare`] is the only
//! comparison with the order.

use std::fmt;

use crate::amount::Amount;
use crate::currency::Currency;
use crate::field::InvoiceNo;
use crate::field::TransactionId;
use crate::gateway::Gateway;
use crate::gateway::is_gateway_name;

/// The state of an order's payment, after a verified callback was compared with the order.
///
/// A settlement is not a payment: a callback in which the payer canceled also has one. So do not
/// test only whether `settle` returned `Ok`. Match all cases:
///
/// ```
/// use plutu_core::gateways::mpgs;
/// use plutu_core::{InvoiceNo, Mismatch, Settlement};
///
/// fn returned(
///     callback: &mpgs::Callback,
///     order_invoice_no: &InvoiceNo,
///     order_amount: mpgs::Amount,
/// ) -> Result<String, Mismatch> {
///     Ok(match callback.settle(order_invoice_no, order_amount)? {
///         Settlement::Paid(paid) => format!("paid: {}", paid.key()),
///         Settlement::Canceled => "canceled: nothing was paid".to_owned(),
///         Settlement::Undecided => "not known: look the payment up".to_owned(),
///     })
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a settlement is not a payment: only `Settlement::Paid` says that the order is paid"]
pub enum Settlement {
    /// The order is paid.
    Paid(Paid),
    /// The payer canceled on the payment page. This attempt did not pay the order.
    Canceled,
    /// The callback says neither approved nor canceled. The documentation does not explain this
    /// case. It is not a failure: leave the order open and look the payment up.
    Undecided,
}

/// The proof that an order is paid. It exists only after the invoice number and the amount of a
/// verified answer were compared with those of the order.
///
/// The same answer may arrive twice, for example if the payer reloads the page. Keep
/// [`key`](Self::key) unique in the database, so that the order is settled once. A paid order stays
/// paid, whatever arrives later.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "record `paid.key()` under a unique key and mark the order as paid"]
pub struct Paid {
    key: PaymentKey,
    transaction_id: Option<TransactionId>,
}

impl Paid {
    pub(crate) fn new<G: Gateway>(
        invoice_no: InvoiceNo,
        transaction_id: Option<TransactionId>,
    ) -> Self {
        const { assert!(is_gateway_name(G::NAME), "invalid `Gateway::NAME`") }
        let key = PaymentKey {
            gateway: G::NAME,
            invoice_no,
        };
        Self {
            key,
            transaction_id,
        }
    }

    /// The gateway and the invoice number. Keep this key unique in the database, so that an order
    /// is settled once.
    pub fn key(&self) -> &PaymentKey {
        &self.key
    }

    /// The name of the gateway that the payment went through.
    #[must_use]
    pub fn gateway(&self) -> &'static str {
        self.key.gateway
    }

    /// The order's invoice number.
    #[must_use]
    pub fn invoice_no(&self) -> &InvoiceNo {
        &self.key.invoice_no
    }

    /// Plutu's id of the payment. It is present after every approved callback, and may be absent
    /// after a payment that was confirmed with a one-time password.
    #[must_use]
    pub fn transaction_id(&self) -> Option<&TransactionId> {
        self.transaction_id.as_ref()
    }
}

/// The key of a settled payment: its gateway and its invoice number.
///
/// Unlike a transaction id, the key is present for every payment. In a database, create a unique
/// index over two columns, or over one column with the displayed form `mpgs/INV-1001`. The
/// displayed form contains exactly one `/`.
///
/// ```
/// use plutu_core::callback::signed_query;
/// use plutu_core::gateways::mpgs;
/// use plutu_core::{SecretKey, Settlement, Verifier};
///
/// # let secret_key = SecretKey::new("sk_of_this_example")?;
/// # let query = signed_query([("gateway", "mpgs"), ("approved", "1"), ("amount", "12.50"), ("currency", "USD"),
/// #     ("invoice_no", "INV-1001"), ("transaction_id", "1")], &secret_key);
/// # let verifier = Verifier::new(secret_key);
/// let callback = mpgs::Callback::verify(&query, &verifier)?;
/// if let Settlement::Paid(paid) = callback.settle(&"INV-1001".parse()?, "12.50".parse()?)? {
///     assert_eq!(paid.key().to_string(), "mpgs/INV-1001");
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[must_use = "keep it unique in the database"]
pub struct PaymentKey {
    gateway: &'static str,
    invoice_no: InvoiceNo,
}

impl PaymentKey {
    /// The name of the gateway.
    #[must_use]
    pub fn gateway(&self) -> &'static str {
        self.gateway
    }

    /// The invoice number.
    #[must_use]
    pub fn invoice_no(&self) -> &InvoiceNo {
        &self.invoice_no
    }
}

impl fmt::Display for PaymentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&[self.gateway, "/", self.invoice_no.as_str()].concat())
    }
}

/// An error: the answer is genuine, but it is for another order, or for this order with another
/// amount.
///
/// The answer does not pay this order. What to do depends on the call that returned the error, and
/// for a callback on the variant:
///
/// | from | what to do |
/// |---|---|
/// | `Confirm::answering` | nothing was sent: show the payer the order's amount, and repeat the first step |
/// | a callback's `settle`, `InvoiceNo` | leave the order unchanged: the callback belongs to another order |
/// | a callback's `settle`, `Amount` | leave the order unchanged, and ask a person: the callback has this order's invoice number, so money may have been paid |
/// | a receipt's `settle` | the money was taken: freeze the order until a person has looked it up |
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// The payment is for another invoice.
    #[error("the payment is for invoice {found}, not for {expected}")]
    #[non_exhaustive]
    InvoiceNo {
        /// The order's invoice number.
        expected: InvoiceNo,
        /// The payment's invoice number.
        found: InvoiceNo,
    },
    /// The payment is for another amount.
    #[error("the order's amount is {expected}, but the payment's amount is {found}")]
    #[non_exhaustive]
    Amount {
        /// The order's amount with its currency: `12.50 LYD`.
        expected: String,
        /// The payment's amount with its currency.
        found: String,
    },
}

/// Compares the order that a shop expects with the order that an answer names.
pub(crate) fn compare<C: Currency>(
    expected: (&InvoiceNo, Amount<C>),
    found: (&InvoiceNo, Amount<C>),
) -> Result<(), Mismatch> {
    if expected.0 != found.0 {
        let (expected, found) = (expected.0.clone(), found.0.clone());
        return Err(Mismatch::InvoiceNo { expected, found });
    }
    compare_amounts(expected.1, found.1)
}

/// Compares an order's amount with the amount of an answer.
pub(crate) fn compare_amounts<C: Currency>(
    expected: Amount<C>,
    found: Amount<C>,
) -> Result<(), Mismatch> {
    if expected == found {
        return Ok(());
    }
    Err(Mismatch::Amount {
        expected: format!("{expected:?}"),
        found: format!("{found:?}"),
    })
}
