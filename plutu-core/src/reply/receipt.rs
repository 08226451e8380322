//! The reply of a second step: the money was taken.

use crate::amount::Amount;
use crate::callback::Mismatch;
use crate::callback::Paid;
use crate::callback::Settlement;
use crate::currency::Currency;
use crate::field::FieldError;
use crate::field::InvoiceNo;
use crate::field::TransactionId;
use crate::gateway::Gateway;
use crate::reply::Reply;
use crate::reply::ReplyFields;
use crate::request::Request;

/// Plutu's word that a confirmed payment was carried out.
///
/// It belongs to the request that it answers: its invoice number and its amount. Comparing it with the
/// order, [`settle`](Self::settle), gives the same [`Paid`] as a callback does.
///
/// ```
/// use plutu_core::Request;
/// use plutu_core::Settlement;
/// use plutu_core::gateways::adfali;
///
/// let request = adfali::Confirm::builder()
///     .process_id("1234567890123".parse()?)
///     .code("1111".parse()?)
///     .amount("12.50".parse()?)
///     .invoice_no("INV-1001".parse()?)
///     .build();
/// let body = br#"{"status":200,"result":{"transaction_id":100900,"amount":12.5},"message":"done"}"#;
/// let receipt = request.reply(200, body)?;
/// assert_eq!(receipt.transaction_id().map(|id| id.as_str()), Some("100900"));
/// let Settlement::Paid(paid) = receipt.settle(&request.invoice_no, request.amount)? else { panic!() };
/// assert_eq!(paid.invoice_no(), &request.invoice_no);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    gateway: &'static str,
    currency: &'static str,
    invoice_no: InvoiceNo,
    asked_minor: u64,
    answered_minor: u64,
    transaction_id: Option<TransactionId>,
}

impl Receipt {
    /// Plutu's number of the payment. It may be missing from a successful answer.
    #[must_use]
    pub fn transaction_id(&self) -> Option<&TransactionId> {
        self.transaction_id.as_ref()
    }

    /// Compares the payment with the order that it shall settle.
    ///
    /// # Errors
    ///
    /// The request was for another invoice number, in another currency or over another amount than the
    /// order, or the answer names another amount than the request.
    pub fn settle<C: Currency>(
        &self,
        invoice_no: &InvoiceNo,
        amount: Amount<C>,
    ) -> Result<Settlement, Mismatch> {
        if self.invoice_no != *invoice_no {
            let (expected, found) = (invoice_no.clone(), self.invoice_no.clone());
            return Err(Mismatch::InvoiceNo { expected, found });
        }
        if self.currency != C::CODE {
            let (expected, found) = (C::CODE, self.currency);
            return Err(Mismatch::Currency {
                invoice_no: invoice_no.clone(),
                expected,
                found,
            });
        }
        for found in [self.asked_minor, self.answered_minor] {
            if found != amount.minor() {
                let found = Amount::<C>::from_minor(found)
                    .map(|found| found.to_string())
                    .unwrap_or_default();
                let (invoice_no, expected) = (invoice_no.clone(), amount.to_string());
                return Err(Mismatch::Amount {
                    invoice_no,
                    expected,
                    found,
                });
            }
        }
        Ok(Settlement::Paid(Paid::new(
            self.gateway,
            self.invoice_no.clone(),
            self.transaction_id.clone(),
        )))
    }
}

impl<R: Request> Reply<R> for Receipt {
    fn read(request: &R, result: &ReplyFields<'_>) -> Result<Self, FieldError> {
        let missing = |field| FieldError::new(field, "the request has none");
        let asked = request.amount().ok_or_else(|| missing("amount"))?;
        let answered = result.amount("amount")?.unwrap_or(asked);
        // It may be missing, and an empty text is no id either.
        let transaction_id = result
            .optional("transaction_id")?
            .filter(|id| !id.is_empty());
        Ok(Self {
            gateway: R::Gateway::NAME,
            currency: <R::Gateway as Gateway>::Currency::CODE,
            invoice_no: request
                .invoice_no()
                .ok_or_else(|| missing("invoice number"))?
                .clone(),
            asked_minor: asked.minor(),
            answered_minor: answered.minor(),
            transaction_id: transaction_id.map(|id| id.parse()).transpose()?,
        })
    }
}
