//! The traits behind callbacks and return pages, and the one way in which both are verified.

use arrayvec::ArrayVec;

use crate::callback::body;
use crate::callback::error::CallbackError;
use crate::callback::fields::CallbackFields;
use crate::callback::keys::Keys;
use crate::callback::parameters::Parameters;
use crate::callback::query;
use crate::callback::signature;
use crate::callback::signature::Verifier;
use crate::callback::verified::SettlementId;
use crate::callback::verified::Verified;
use crate::callback::verified::VerifiedReturn;
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

    /// The type of the callback's transaction id: [`TransactionId`](crate::TransactionId), or an `Option`
    /// of it.
    type TransactionId: SettlementId;

    /// The keys of the callback.
    #[doc(hidden)]
    const KEYS: Keys;

    /// Where the three fields that settling needs stand in the declaration.
    #[doc(hidden)]
    const SETTLEMENT_FIELDS: SettlementFields;

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
        verify_query(raw_query, &Self::KEYS, verifier, |fields| {
            Self::from_verified(Verified::read(fields)?, fields)
        })
    }

    /// Verifies a JSON body, as Plutu's server posted it.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] tells why the callback is not believed.
    fn verify_body(body: &[u8], verifier: &Verifier) -> Result<Self, CallbackError> {
        if body.len() > MAX_LEN {
            return Err(CallbackError::TooLarge);
        }
        let mut text = Vec::new();
        let mut parameters = Parameters::new();
        body::read(body, &Self::KEYS, &mut text, &mut parameters)?;
        verify(&text, &parameters, &Self::KEYS, verifier, |fields| {
            Self::from_verified(Verified::read(fields)?, fields)
        })
    }
}

/// A signed page to which the payer returns, of a gateway that sends its callback elsewhere. The attribute
/// `#[plutu_gateway]` implements it. It proves no payment.
pub trait SignedReturn: Sized {
    /// The gateway that signs the page.
    type Gateway: Gateway;

    /// The keys of the page.
    #[doc(hidden)]
    const KEYS: Keys;

    /// Reads the page's fields beside the proof of its verification.
    #[doc(hidden)]
    fn from_verified(
        verified: VerifiedReturn<Self>,
        fields: &CallbackFields<'_>,
    ) -> Result<Self, CallbackError>;

    /// Verifies a raw query, as the payer's browser brought it.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] tells why the page is not believed.
    fn verify_query(raw_query: &str, verifier: &Verifier) -> Result<Self, CallbackError> {
        verify_query(raw_query, &Self::KEYS, verifier, |fields| {
            Self::from_verified(VerifiedReturn::read(fields)?, fields)
        })
    }
}

/// The places in the declaration of the fields that settling needs.
#[derive(Clone, Copy, Debug)]
pub struct SettlementFields {
    /// The amount's.
    pub amount: usize,
    /// The invoice number's.
    pub invoice_no: usize,
    /// The transaction id's.
    pub transaction_id: usize,
}

/// The longest raw text that is looked at, in bytes.
const MAX_LEN: usize = 8_192;

fn verify_query<T>(
    raw_query: &str,
    keys: &Keys,
    verifier: &Verifier,
    read: impl FnOnce(&CallbackFields<'_>) -> Result<T, CallbackError>,
) -> Result<T, CallbackError> {
    let raw_query = raw_query.strip_prefix('?').unwrap_or(raw_query);
    let mut text = ArrayVec::<u8, MAX_LEN>::new();
    text.try_extend_from_slice(raw_query.as_bytes())
        .map_err(|_| CallbackError::TooLarge)?;
    let mut parameters = Parameters::new();
    query::read(raw_query.as_bytes(), &mut text, keys, &mut parameters)?;
    verify(&text, &parameters, keys, verifier, read)
}

/// Checks the signature, and only then reads what was signed.
fn verify<T>(
    text: &[u8],
    parameters: &Parameters,
    keys: &Keys,
    verifier: &Verifier,
    read: impl FnOnce(&CallbackFields<'_>) -> Result<T, CallbackError>,
) -> Result<T, CallbackError> {
    let matched = signature::check(text, parameters, keys, verifier)?;
    read(&CallbackFields::new(text, parameters, keys, matched))
}
