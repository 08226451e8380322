//! The proofs that a callback or a return was verified, and what a callback's says about an order.

use std::fmt;
use std::marker::PhantomData;

use crate::amount::Amount;
use crate::callback::error::CallbackError;
use crate::callback::fields::CallbackFields;
use crate::callback::fields::Outcome;
use crate::callback::keys::Slot;
use crate::callback::signature::MatchedKey;
use crate::callback::signed::SignedCallback;
use crate::field::InvoiceNo;
use crate::field::TransactionId;
use crate::gateway::Gateway;
use crate::settlement;
use crate::settlement::Mismatch;
use crate::settlement::Paid;
use crate::settlement::Settlement;

/// The proof that a callback of the type `C` was verified, and what was verified.
///
/// Only plutu-core can make one, and every callback holds one: so nothing else can make a callback.
pub struct Verified<C: SignedCallback> {
    outcome: Outcome,
    amount: Amount<<C::Gateway as Gateway>::Currency>,
    invoice_no: InvoiceNo,
    transaction_id: C::TransactionId,
    matched_key: MatchedKey,
}

impl<C: SignedCallback> Verified<C> {
    pub(super) fn read(fields: &CallbackFields<'_>) -> Result<Self, CallbackError> {
        fields.check_gateway(C::Gateway::NAME)?;
        let outcome = fields.outcome()?;
        let places = C::SETTLEMENT_FIELDS;
        let verified = Self {
            outcome,
            amount: fields.required(places.amount)?,
            invoice_no: fields.required(places.invoice_no)?,
            transaction_id: C::TransactionId::read(fields, places.transaction_id)?,
            matched_key: fields.matched_key(),
        };
        // The documentation does not promise an id for a cancelled payment; an approved one has it.
        if outcome == Outcome::Approved && verified.transaction_id.id().is_none() {
            return Err(fields.missing(Slot::declared(places.transaction_id)));
        }
        Ok(verified)
    }

    /// Compares what was verified with the order.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] if it is another order's, or its amount is another.
    pub fn settle(
        &self,
        invoice_no: &InvoiceNo,
        amount: Amount<<C::Gateway as Gateway>::Currency>,
    ) -> Result<Settlement, Mismatch> {
        settlement::compare((invoice_no, amount), (&self.invoice_no, self.amount))?;
        Ok(match self.outcome {
            Outcome::Approved => Settlement::Paid(Paid::new(
                C::Gateway::NAME,
                self.invoice_no.clone(),
                self.transaction_id.id().cloned(),
            )),
            Outcome::Canceled => Settlement::Canceled,
            Outcome::Undecided => Settlement::Undecided,
        })
    }

    /// The signed amount.
    #[must_use]
    pub fn amount(&self) -> &Amount<<C::Gateway as Gateway>::Currency> {
        &self.amount
    }

    /// The signed invoice number.
    #[must_use]
    pub fn invoice_no(&self) -> &InvoiceNo {
        &self.invoice_no
    }

    /// The signed transaction id.
    #[must_use]
    pub fn transaction_id(&self) -> &C::TransactionId {
        &self.transaction_id
    }

    /// Which of the verifier's secrets the callback was signed with.
    #[must_use]
    pub fn matched_key(&self) -> MatchedKey {
        self.matched_key
    }
}

impl<C: SignedCallback> Clone for Verified<C> {
    fn clone(&self) -> Self {
        Self {
            outcome: self.outcome,
            amount: self.amount,
            invoice_no: self.invoice_no.clone(),
            transaction_id: self.transaction_id.clone(),
            matched_key: self.matched_key,
        }
    }
}

impl<C: SignedCallback> fmt::Debug for Verified<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("outcome", &self.outcome)
            .field("amount", &self.amount)
            .field("invoice_no", &self.invoice_no)
            .field("transaction_id", &self.transaction_id)
            .field("matched_key", &self.matched_key)
            .finish()
    }
}

/// The type of a callback's transaction id: [`TransactionId`], or an `Option` of it where the gateway
/// does not always send one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no transaction id",
    label = "the field `transaction_id` is a `TransactionId` or an `Option<TransactionId>`"
)]
pub trait SettlementId: sealed::Sealed + Clone + fmt::Debug {
    #[doc(hidden)]
    fn read(fields: &CallbackFields<'_>, field: usize) -> Result<Self, CallbackError>;

    /// The id, where there is one.
    fn id(&self) -> Option<&TransactionId>;
}

impl SettlementId for TransactionId {
    fn read(fields: &CallbackFields<'_>, field: usize) -> Result<Self, CallbackError> {
        fields.required(field)
    }

    fn id(&self) -> Option<&TransactionId> {
        Some(self)
    }
}

impl SettlementId for Option<TransactionId> {
    fn read(fields: &CallbackFields<'_>, field: usize) -> Result<Self, CallbackError> {
        fields.optional(field)
    }

    fn id(&self) -> Option<&TransactionId> {
        self.as_ref()
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for crate::field::TransactionId {}
    impl Sealed for Option<crate::field::TransactionId> {}
}

/// The proof that a return page of the type `R` was verified, and whether it says approved.
///
/// Only plutu-core can make one. It holds nothing that an order could be settled with.
pub struct VerifiedReturn<R> {
    approved: bool,
    matched_key: MatchedKey,
    page: PhantomData<fn() -> R>,
}

impl<R> VerifiedReturn<R> {
    pub(super) fn read(fields: &CallbackFields<'_>) -> Result<Self, CallbackError> {
        fields.check_no_gateway()?;
        Ok(Self {
            approved: fields.approved()?,
            matched_key: fields.matched_key(),
            page: PhantomData,
        })
    }

    /// Whether the page says that the payment was approved.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.approved
    }

    /// Which of the verifier's secrets the page was signed with.
    #[must_use]
    pub fn matched_key(&self) -> MatchedKey {
        self.matched_key
    }
}

impl<R> Clone for VerifiedReturn<R> {
    fn clone(&self) -> Self {
        Self {
            approved: self.approved,
            matched_key: self.matched_key,
            page: PhantomData,
        }
    }
}

impl<R> fmt::Debug for VerifiedReturn<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedReturn")
            .field("approved", &self.approved)
            .field("matched_key", &self.matched_key)
            .finish()
    }
}
