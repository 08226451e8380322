//! From a signature that matched to typed values, and the proof that a callback was verified.

use std::fmt;

use arrayvec::ArrayVec;

use crate::amount::Amount;
use crate::callback::error::CallbackError;
use crate::callback::keys::Keys;
use crate::callback::keys::Slot;
use crate::callback::parameters::Parameters;
use crate::callback::query;
use crate::callback::settlement::Mismatch;
use crate::callback::settlement::Paid;
use crate::callback::settlement::Settlement;
use crate::callback::signature;
use crate::callback::signature::MatchedKey;
use crate::callback::signature::Verifier;
use crate::field::CallbackField;
use crate::field::InvalidField;
use crate::field::InvoiceNo;
use crate::field::TransactionId;
use crate::gateway::Gateway;

/// A signed callback of a gateway. The attribute `#[plutu_gateway]` implements it; generic code, such as
/// an extractor of a web framework, is written against it.
///
/// ```
/// use plutu_core::callback::SignedCallback;
/// use plutu_core::{CallbackError, Verifier};
///
/// fn read<C: SignedCallback>(raw_query: &str, verifier: &Verifier) -> Result<C, CallbackError> {
///     C::verify_query(raw_query, verifier)
/// }
/// ```
pub trait SignedCallback: Sized {
    /// The gateway that signs the callback.
    type Gateway: Gateway;

    /// The type of the callback's transaction id: [`TransactionId`], or an `Option` of it.
    type TransactionId: SettlementId;

    /// The keys of the callback.
    #[doc(hidden)]
    const KEYS: Keys;

    /// The wire names of the three fields that settling needs.
    #[doc(hidden)]
    const SETTLEMENT_KEYS: SettlementKeys;

    /// Reads the callback's other fields beside the proof of its verification.
    #[doc(hidden)]
    fn from_verified(
        verified: Verified<Self>,
        fields: &CallbackFields<'_>,
    ) -> Result<Self, CallbackError>;

    /// Verifies a raw query, as the payer's browser brought it.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] tells why the callback is not believed.
    fn verify_query(raw_query: &str, verifier: &Verifier) -> Result<Self, CallbackError> {
        let mut text = ArrayVec::<u8, MAX_LEN>::new();
        let raw_query = raw_query.strip_prefix('?').unwrap_or(raw_query).as_bytes();
        text.try_extend_from_slice(raw_query)
            .map_err(|_| CallbackError::TooLarge)?;
        let mut parameters = Parameters::new();
        query::read(&mut text, &Self::KEYS, &mut parameters)?;
        let matched_key = signature::check(&parameters, verifier)?;
        let fields = CallbackFields {
            parameters: &parameters,
            keys: &Self::KEYS,
        };
        let verified = Verified::read(&fields, matched_key)?;
        Self::from_verified(verified, &fields)
    }
}

/// The longest raw text that is looked at, in bytes.
const MAX_LEN: usize = 8_192;

/// The wire names of the fields that settling needs.
#[derive(Clone, Copy, Debug)]
pub struct SettlementKeys {
    /// The amount's.
    pub amount: &'static str,
    /// The invoice number's.
    pub invoice_no: &'static str,
    /// The transaction id's.
    pub transaction_id: &'static str,
}

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
    fn read(fields: &CallbackFields<'_>, matched_key: MatchedKey) -> Result<Self, CallbackError> {
        fields.check_gateway(C::Gateway::NAME)?;
        let outcome = fields.outcome()?;
        let keys = C::SETTLEMENT_KEYS;
        let verified = Self {
            outcome,
            amount: fields.required(keys.amount)?,
            invoice_no: fields.required(keys.invoice_no)?,
            transaction_id: C::TransactionId::read(fields, keys.transaction_id)?,
            matched_key,
        };
        // The documentation does not promise an id for a cancelled payment; an approved one has it.
        if outcome == Outcome::Approved && verified.transaction_id.id().is_none() {
            return Err(CallbackError::MissingField {
                key: keys.transaction_id,
            });
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
        if self.invoice_no != *invoice_no {
            return Err(Mismatch::InvoiceNo {
                expected: invoice_no.clone(),
                found: self.invoice_no.clone(),
            });
        }
        if self.amount != amount {
            return Err(Mismatch::Amount {
                invoice_no: invoice_no.clone(),
                expected: amount.to_string(),
                found: self.amount.to_string(),
            });
        }
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

/// What the flags say. It is not shown before the order was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Approved,
    Canceled,
    Undecided,
}

/// The type of a callback's transaction id: [`TransactionId`], or an `Option` of it where the gateway
/// does not always send one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no transaction id",
    label = "the field `transaction_id` is a `TransactionId` or an `Option<TransactionId>`"
)]
pub trait SettlementId: sealed::Sealed + Clone + fmt::Debug {
    #[doc(hidden)]
    fn read(fields: &CallbackFields<'_>, key: &'static str) -> Result<Self, CallbackError>;

    /// The id, where there is one.
    fn id(&self) -> Option<&TransactionId>;
}

impl SettlementId for TransactionId {
    fn read(fields: &CallbackFields<'_>, key: &'static str) -> Result<Self, CallbackError> {
        fields.required(key)
    }

    fn id(&self) -> Option<&TransactionId> {
        Some(self)
    }
}

impl SettlementId for Option<TransactionId> {
    fn read(fields: &CallbackFields<'_>, key: &'static str) -> Result<Self, CallbackError> {
        fields.optional(key)
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

/// The signed fields of a callback whose signature matched.
pub struct CallbackFields<'a> {
    parameters: &'a Parameters<'a>,
    keys: &'a Keys,
}

impl CallbackFields<'_> {
    /// Reads a declared field that must be there. Without text it counts as missing.
    ///
    /// # Errors
    ///
    /// The field is missing, or its value is not one.
    pub fn required<T: CallbackField>(&self, key: &'static str) -> Result<T, CallbackError> {
        self.optional(key)?
            .ok_or(CallbackError::MissingField { key })
    }

    /// Reads a declared field that may be missing. Without text it counts as missing.
    ///
    /// # Errors
    ///
    /// The field's value is not one.
    pub fn optional<T: CallbackField>(
        &self,
        key: &'static str,
    ) -> Result<Option<T>, CallbackError> {
        match self.keys.declared(key) {
            Some(slot) => self.read(slot, key, T::read),
            None => Ok(None),
        }
    }

    fn check_gateway(&self, expected: &'static str) -> Result<(), CallbackError> {
        let is_expected = |name: &str| Ok(name == expected);
        match self.read(Slot::GATEWAY, "gateway", is_expected)? {
            Some(true) => Ok(()),
            Some(false) => Err(CallbackError::WrongGateway { expected }),
            None => Err(CallbackError::MissingField { key: "gateway" }),
        }
    }

    fn outcome(&self) -> Result<Outcome, CallbackError> {
        match (self.flag(Slot::APPROVED)?, self.flag(Slot::CANCELED)?) {
            (true, true) => Err(CallbackError::Contradictory),
            (true, false) => Ok(Outcome::Approved),
            (false, true) => Ok(Outcome::Canceled),
            (false, false) => Ok(Outcome::Undecided),
        }
    }

    fn flag(&self, slot: Slot) -> Result<bool, CallbackError> {
        let flag = self.read(slot, self.keys.name(slot), |text| match text {
            "1" => Ok(true),
            "0" => Ok(false),
            _ => Err(InvalidField::new("flag", "it is neither 1 nor 0")),
        })?;
        Ok(flag.unwrap_or(false))
    }

    /// Reads the value that was signed under a key, unless it is empty.
    fn read<T>(
        &self,
        slot: Slot,
        key: &'static str,
        read: impl FnOnce(&str) -> Result<T, InvalidField>,
    ) -> Result<Option<T>, CallbackError> {
        let bad_value = |reason| CallbackError::BadValue { key, reason };
        let Some(value) = self.parameters.value(slot) else {
            return Ok(None);
        };
        let text = std::str::from_utf8(value)
            .map_err(|_| bad_value(InvalidField::new("value", "it is not UTF-8")))?;
        if text.is_empty() {
            return Ok(None);
        }
        read(text).map(Some).map_err(bad_value)
    }
}

impl fmt::Debug for CallbackFields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "CallbackFields([{} parameters])",
            self.parameters.iter().count()
        )
    }
}
