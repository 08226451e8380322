//! A signed return page as a type: the public trait, what the attribute declares for it, and the
//! proof that it was verified. Nothing of it settles an order.

use std::fmt;
use std::marker::PhantomData;

use crate::callback::error::CallbackError;
use crate::callback::fields::SignedFields;
use crate::callback::signature::MatchedKey;
use crate::callback::signature::Verifier;
use crate::callback::verify;
use crate::gateway::Gateway;
use crate::keys::ReturnKeys;

/// A signed page to which the payer returns, of a gateway that sends its callback elsewhere. The
/// attribute `#[plutu_gateway]` implements it. It proves no payment.
pub trait SignedReturn: DeclaredReturn {
    /// The gateway that signs the page.
    type Gateway: Gateway;

    /// Verifies a raw query, as the payer's browser brought it, with or without its `?`.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] says why the page is not believed.
    fn verify(raw_query: &str, verifier: &Verifier) -> Result<Self, CallbackError> {
        verify::query(raw_query, Self::KEYS.as_keys(), verifier, |fields| {
            Self::from_verified(VerifiedReturn::read(fields)?, fields)
        })
    }

    /// Whether the page says that the payment was approved, to choose what the payer sees.
    fn is_approved(&self) -> bool {
        self.verified().is_approved()
    }

    /// Which of the verifier's secrets the page was signed with.
    fn matched_key(&self) -> MatchedKey {
        self.verified().matched_key()
    }
}

/// What the attribute declares of a return page.
pub trait DeclaredReturn: Sized {
    /// The keys of the page.
    const KEYS: ReturnKeys;

    /// Reads the fields, and keeps the proof.
    ///
    /// # Errors
    ///
    /// A field is missing, or its value is not valid.
    fn from_verified(
        verified: VerifiedReturn<Self>,
        fields: &SignedFields<'_>,
    ) -> Result<Self, CallbackError>;

    /// The proof.
    fn verified(&self) -> &VerifiedReturn<Self>;
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
    /// Rule 4, after the signature matched: no gateway, and the flag.
    fn read(fields: &SignedFields<'_>) -> Result<Self, CallbackError> {
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
