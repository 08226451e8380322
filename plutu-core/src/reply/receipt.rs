//! The reply to a successful charge: the money was taken.

use std::fmt;

use crate::amount::Amount;
use crate::answer::ReplyFields;
use crate::currency::Currency;
use crate::field::FieldError;
use crate::field::InvoiceNo;
use crate::field::TransactionId;
use crate::gateway::Gateway;
use crate::request::Charge;
use crate::request::Reply;
use crate::settlement;
use crate::settlement::Mismatch;
use crate::settlement::Paid;
use crate::spec::ReplyKind;

/// Plutu's statement that a charge of the gateway `G` was successful.
///
/// Each gateway's module has an alias: `sadad::Receipt` is `Receipt<sadad::Gateway>`.
///
/// A receipt keeps the invoice number and the amount of its charge. [`settle`](Self::settle)
/// compares them with the order and returns a [`Paid`], as a callback does.
///
/// A receipt needs evidence: a transaction id or the amount. An answer is not understood, and the
/// outcome of the charge is unknown, in these cases (our decision):
///
/// - The answer has neither a transaction id nor an amount.
/// - The answer belongs to another endpoint: it has a `process_id`, a `redirect_url` or a `code`.
/// - The answer reports a failure, for example `"canceled":1` or `"success":false`.
/// - The answer names another invoice number, gateway or currency than the charge.
///
/// ```
/// use plutu_core::Request;
/// use plutu_core::gateways::adfali;
///
/// # let (order_invoice_no, order_amount) = ("INV-1001".parse()?, "12.50".parse()?);
/// let challenge = adfali::Challenge::new("1234567890123".parse()?, "12.50".parse()?);
/// let confirm = adfali::Confirm::answering(&challenge, order_amount)?
///     .code("1111".parse()?)
///     .invoice_no("INV-1001".parse()?)
///     .build();
/// let body = br#"{"status":200,"result":{"transaction_id":100900,"amount":12.5},"message":"done"}"#;
/// let receipt = confirm.reply(200, body)?;
///
/// let paid = receipt.settle(&order_invoice_no, order_amount)?;
/// assert_eq!(paid.key().to_string(), "edfali/INV-1001");
/// assert_eq!(paid.transaction_id().map(|id| id.as_str()), Some("100900"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a receipt is not a payment yet: compare it with the order, `receipt.settle(..)`"]
pub struct Receipt<G: Gateway> {
    invoice_no: InvoiceNo,
    asked: Amount<G::Currency>,
    answered: Amount<G::Currency>,
    transaction_id: Option<TransactionId>,
}

impl<G: Gateway> Receipt<G> {
    /// Plutu's id of the payment. A successful answer may lack it.
    #[must_use]
    pub fn transaction_id(&self) -> Option<&TransactionId> {
        self.transaction_id.as_ref()
    }

    /// Compares the payment with the order that it pays.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] if the charge was for another invoice number or another amount than the order,
    /// or if the answer names another amount than the charge. **The money was taken nevertheless.**
    /// Freeze the order until a person has looked the payment up. Do not mark it as unpaid, and do
    /// not charge again.
    pub fn settle(
        &self,
        invoice_no: &InvoiceNo,
        amount: Amount<G::Currency>,
    ) -> Result<Paid, Mismatch> {
        let order = (invoice_no, amount);
        settlement::compare(order, (&self.invoice_no, self.asked))?;
        settlement::compare(order, (&self.invoice_no, self.answered))?;
        Ok(Paid::new::<G>(
            self.invoice_no.clone(),
            self.transaction_id.clone(),
        ))
    }
}

impl<R: Charge> Reply<R> for Receipt<R::Gateway> {
    const KIND: ReplyKind = ReplyKind::Receipt;

    fn read(request: &R, result: &ReplyFields<'_>) -> Result<Self, FieldError> {
        const { assert!(R::MOVES_MONEY, "a charge moves money") }
        for field in ["process_id", "redirect_url", "code"] {
            result.check_absent(field)?;
        }
        result.check_success()?;
        let (invoice_no, asked) = request.order();
        result.check_same("invoice_no", invoice_no.as_str())?;
        result.check_same("gateway", R::Gateway::NAME)?;
        result.check_same("currency", <R::Gateway as Gateway>::Currency::CODE)?;
        let answered = result.amount("amount")?;
        let transaction_id = result.optional("transaction_id")?.filter(|id| is_id(id));
        if answered.is_none() && transaction_id.is_none() {
            let reason = "it is missing, and so is the amount";
            return Err(FieldError::new("transaction_id", reason));
        }
        Ok(Self {
            invoice_no: invoice_no.clone(),
            asked,
            answered: answered.unwrap_or(asked),
            transaction_id: transaction_id.map(|id| id.parse()).transpose()?,
        })
    }
}

/// Whether a string is a real id: `0`, `-` and `null` are not.
fn is_id(text: &str) -> bool {
    let names_something = |character: char| character.is_alphanumeric() && character != '0';
    text.chars().any(names_something) && !text.eq_ignore_ascii_case("null")
}

impl<G: Gateway> Clone for Receipt<G> {
    fn clone(&self) -> Self {
        Self {
            invoice_no: self.invoice_no.clone(),
            asked: self.asked,
            answered: self.answered,
            transaction_id: self.transaction_id.clone(),
        }
    }
}

impl<G: Gateway> PartialEq for Receipt<G> {
    fn eq(&self, other: &Self) -> bool {
        self.invoice_no == other.invoice_no
            && self.asked == other.asked
            && self.answered == other.answered
            && self.transaction_id == other.transaction_id
    }
}

impl<G: Gateway> Eq for Receipt<G> {}

impl<G: Gateway> fmt::Debug for Receipt<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("gateway", &G::NAME)
            .field("invoice_no", &self.invoice_no)
            .field("asked", &self.asked)
            .field("answered", &self.answered)
            .field("transaction_id", &self.transaction_id)
            .finish()
    }
}
