//! What a verified callback says about an order, and the proof that it was asked about that order.

use crate::field::InvoiceNo;
use crate::field::TransactionId;

/// What is known about an order's payment after a verified callback was compared with it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a settlement says whether the order is paid"]
pub enum Settlement {
    /// The order is paid.
    Paid(Paid),
    /// The payer cancelled on the payment page; the order is not paid by this attempt.
    Canceled,
    /// The callback says neither approved nor canceled, which the documentation does not explain. It is
    /// no failure: leave the order open and look the payment up.
    Undecided,
}

/// The proof that an order is paid: it exists only after the invoice number and the amount of a verified
/// answer were compared with the order's.
///
/// The same answer may come twice, a reload by the payer suffices. Record the gateway and the
/// transaction id under a unique key, and the order is settled once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    gateway: &'static str,
    invoice_no: InvoiceNo,
    transaction_id: Option<TransactionId>,
}

impl Paid {
    pub(crate) fn new(
        gateway: &'static str,
        invoice_no: InvoiceNo,
        transaction_id: Option<TransactionId>,
    ) -> Self {
        Self {
            gateway,
            invoice_no,
            transaction_id,
        }
    }

    /// The name of the gateway that the payment went through.
    #[must_use]
    pub fn gateway(&self) -> &'static str {
        self.gateway
    }

    /// The order's invoice number.
    #[must_use]
    pub fn invoice_no(&self) -> &InvoiceNo {
        &self.invoice_no
    }

    /// Plutu's number of the payment: always there after an approved callback, maybe not after a payment
    /// confirmed with a one-time password.
    #[must_use]
    pub fn transaction_id(&self) -> Option<&TransactionId> {
        self.transaction_id.as_ref()
    }
}

/// A genuine answer that belongs to another order, or to this one with another amount. It says nothing
/// about this order: leave the order as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// The answer is for another invoice.
    #[error("the payment is for invoice {found}, not for {expected}")]
    InvoiceNo {
        /// The order's invoice number.
        expected: InvoiceNo,
        /// The answer's invoice number.
        found: InvoiceNo,
    },
    /// The answer is in another currency.
    #[error("invoice {invoice_no} is in {expected}, but the payment in {found}")]
    Currency {
        /// The order's invoice number.
        invoice_no: InvoiceNo,
        /// The code of the order's currency.
        expected: &'static str,
        /// The code of the answer's currency.
        found: &'static str,
    },
    /// The answer is for another amount.
    #[error("invoice {invoice_no} is over {expected}, but the payment over {found}")]
    Amount {
        /// The order's invoice number.
        invoice_no: InvoiceNo,
        /// The order's amount.
        expected: String,
        /// The answer's amount.
        found: String,
    },
}
