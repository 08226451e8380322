//! The signed callback as a type: the public trait, the items that the attribute implements, and
//! the proof that the callback was verified.
//!
//! The three are in one file because each uses the other two: verifying makes the proof, the
//! callback stores it, and the trait's methods read it.

use std::fmt;

use crate::amount::Amount;
use crate::callback::error::CallbackError;
use crate::callback::fields::Outcome;
use crate::callback::fields::SignedFields;
use crate::callback::signature::MatchedKey;
use crate::callback::signature::Verifier;
use crate::callback::verify;
use crate::currency::Currency;
use crate::field::InvoiceNo;
use crate::field::TransactionId;
use crate::gateway::Gateway;
use crate::keys::CallbackKeys;
use crate::keys::Field;
use crate::settlement;
use crate::settlement::Mismatch;
use crate::settlement::Paid;
use crate::settlement::Settlement;

/// A signed callback of a gateway. The attribute `#[plutu_gateway]` implements this trait. Use it
/// in generic code, such as an extractor of a web framework.
///
/// ```
/// use plutu_core::callback::SignedCallback;
/// use plutu_core::{CallbackError, Verifier};
///
/// fn read<C: SignedCallback>(raw_query: &str, verifier: &Verifier) -> Result<C, CallbackError> {
///     C::verify(raw_query, verifier)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a callback",
    label = "expected a callback",
    note = "a callback is a struct that is declared with `#[callback]`; its `verify` and \
            `verify_json` return one",
    note = "a receipt is not a callback: compare it with `receipt.settle(..)`, or with \
            `orders.receipt(..)` of plutu-orders"
)]
pub trait SignedCallback: DeclaredCallback {
    /// The gateway that signs the callback.
    type Gateway: Gateway;

    /// Verifies the raw query that the payer's browser brought, with or without its leading `?`.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] names the reason why the callback is rejected. A rejected callback says
    /// nothing about its order.
    fn verify(raw_query: &str, verifier: &Verifier) -> Result<Self, CallbackError> {
        verify::query(raw_query, Self::KEYS.as_keys(), verifier, |fields| {
            Self::from_verified(Verified::read(fields)?, fields)
        })
    }

    /// Verifies the raw JSON body that Plutu's server posted.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] names the reason why the callback is rejected. A rejected callback says
    /// nothing about its order.
    fn verify_json(body: &[u8], verifier: &Verifier) -> Result<Self, CallbackError> {
        verify::body(body, Self::KEYS.as_keys(), verifier, |fields| {
            Self::from_verified(Verified::read(fields)?, fields)
        })
    }

    /// Compares the callback with the order that it settles. `Ok` does not mean that the order is
    /// paid: match the [`Settlement`], because the payer may have canceled.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] if the callback is for another invoice number or another amount.
    fn settle(
        &self,
        invoice_no: &InvoiceNo,
        amount: Amount<<Self::Gateway as Gateway>::Currency>,
    ) -> Result<Settlement, Mismatch> {
        self.verified().settle(invoice_no, amount)
    }

    /// The signed invoice number.
    fn invoice_no(&self) -> &InvoiceNo {
        self.verified().invoice_no()
    }

    /// The signed amount.
    fn amount(&self) -> &Amount<<Self::Gateway as Gateway>::Currency> {
        self.verified().amount()
    }

    /// The signed transaction id, if present.
    fn transaction_id(&self) -> Option<&TransactionId> {
        self.verified().transaction_id().id()
    }

    /// The verifier's secret with which the callback was signed: the current or the previous one.
    fn matched_key(&self) -> MatchedKey {
        self.verified().matched_key()
    }
}

/// The items of a callback that the attribute implements.
pub trait DeclaredCallback: Sized {
    /// The declared type of the field `transaction_id`.
    type TransactionId: SettlementId;

    /// The keys of the callback.
    const KEYS: CallbackKeys;

    /// The field `amount`.
    const AMOUNT: Field;

    /// The field `invoice_no`.
    const INVOICE_NO: Field;

    /// The field `transaction_id`.
    const TRANSACTION_ID: Field;

    /// Reads the other fields and stores the proof.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] if a field is missing or invalid.
    fn from_verified(
        verified: Verified<Self>,
        fields: &SignedFields<'_>,
    ) -> Result<Self, CallbackError>
    where
        Self: SignedCallback;

    /// The proof.
    fn verified(&self) -> &Verified<Self>
    where
        Self: SignedCallback;
}

/// The proof that a callback of the type `C` was verified, and the verified values.
///
/// Only plutu-core can make one. Every callback stores one, so no other code can make a callback.
pub struct Verified<C: SignedCallback> {
    outcome: Outcome,
    amount: Amount<<C::Gateway as Gateway>::Currency>,
    invoice_no: InvoiceNo,
    transaction_id: C::TransactionId,
    matched_key: MatchedKey,
}

impl<C: SignedCallback> Verified<C> {
    /// Applies rule 4 after the signature has matched: checks the gateway, the currency, the flags
    /// and the required fields.
    fn read(fields: &SignedFields<'_>) -> Result<Self, CallbackError> {
        fields.check_gateway(C::Gateway::NAME)?;
        fields.check_currency(<C::Gateway as Gateway>::Currency::CODE)?;
        let verified = Self {
            outcome: fields.outcome()?,
            amount: fields.required(C::AMOUNT)?,
            invoice_no: fields.required(C::INVOICE_NO)?,
            transaction_id: C::TransactionId::read(fields, C::TRANSACTION_ID)?,
            matched_key: fields.matched_key(),
        };
        // The documentation does not promise an id for a canceled payment. An approved payment must
        // have one.
        if verified.outcome == Outcome::Approved && verified.transaction_id.id().is_none() {
            return Err(fields.missing(C::TRANSACTION_ID));
        }
        Ok(verified)
    }

    /// Compares the verified values with the order.
    ///
    /// # Errors
    ///
    /// [`Mismatch`] if the callback is for another invoice number or another amount.
    pub fn settle(
        &self,
        invoice_no: &InvoiceNo,
        amount: Amount<<C::Gateway as Gateway>::Currency>,
    ) -> Result<Settlement, Mismatch> {
        settlement::compare((invoice_no, amount), (&self.invoice_no, self.amount))?;
        Ok(match self.outcome {
            Outcome::Approved => Settlement::Paid(Paid::new::<C::Gateway>(
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

    /// The verifier's secret with which the callback was signed: the current or the previous one.
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

impl<C: SignedCallback> PartialEq for Verified<C> {
    fn eq(&self, other: &Self) -> bool {
        self.outcome == other.outcome
            && self.amount == other.amount
            && self.invoice_no == other.invoice_no
            && self.transaction_id == other.transaction_id
            && self.matched_key == other.matched_key
    }
}

impl<C: SignedCallback> Eq for Verified<C> {}

impl<C: SignedCallback> fmt::Debug for Verified<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The outcome is hidden until the callback has been compared with the order.
        f.debug_struct("Verified")
            .field("invoice_no", &self.invoice_no)
            .field("amount", &self.amount)
            .finish_non_exhaustive()
    }
}

/// The type of a callback's transaction id: [`TransactionId`], or an `Option` of it if the gateway
/// does not always send one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transaction id",
    label = "expected `TransactionId` or `Option<TransactionId>`"
)]
pub trait SettlementId: sealed::Sealed + Clone + Eq + fmt::Debug {
    #[doc(hidden)]
    fn read(fields: &SignedFields<'_>, field: Field) -> Result<Self, CallbackError>;

    /// The id, if present.
    fn id(&self) -> Option<&TransactionId>;
}

impl SettlementId for TransactionId {
    fn read(fields: &SignedFields<'_>, field: Field) -> Result<Self, CallbackError> {
        fields.required(field)
    }

    fn id(&self) -> Option<&TransactionId> {
        Some(self)
    }
}

impl SettlementId for Option<TransactionId> {
    fn read(fields: &SignedFields<'_>, field: Field) -> Result<Self, CallbackError> {
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
