//! The signed return page as a type: the public trait, the items that the attribute implements, and
//! the proof that the page was verified. A return page cannot settle an order.

use std::fmt;
use std::marker::PhantomData;

use crate::callback::error::CallbackError;
use crate::callback::fields::SignedFields;
use crate::callback::signature::MatchedKey;
use crate::callback::signature::Verifier;
use crate::callback::verify;
use crate::gateway::Gateway;
use crate::keys::ReturnKeys;

/// The signed query of a return page, for a gateway that posts its callback to the server. It does
/// not prove a payment. The attribute `#[plutu_gateway]` implements this trait.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a return page",
    label = "expected a return page",
    note = "a return page is a struct that is declared with `#[return_page]`; its `verify` returns \
            one"
)]
pub trait SignedReturn: DeclaredReturn {
    /// The gateway that signs the page.
    type Gateway: Gateway;

    /// Verifies the raw query that the payer's browser brought, with or without its leading `?`.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] names the reason why the page is rejected.
    fn verify(raw_query: &str, verifier: &Verifier) -> Result<Self, CallbackError> {
        verify::query(raw_query, Self::KEYS.as_keys(), verifier, |fields| {
            Self::from_verified(VerifiedReturn::read(fields)?, fields)
        })
    }

    /// Whether the page says that the payment was approved. Use it only to choose what the payer
    /// sees.
    fn is_approved(&self) -> bool {
        self.verified().is_approved()
    }

    /// The verifier's secret with which the page was signed: the current or the previous one.
    fn matched_key(&self) -> MatchedKey {
        self.verified().matched_key()
    }
}

/// The items of a return page that the attribute implements.
pub trait DeclaredReturn: Sized {
    /// The keys of the page.
    const KEYS: ReturnKeys;

    /// Reads the fields and stores the proof.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] if a field is missing or invalid.
    fn from_verified(
        verified: VerifiedReturn<Self>,
        fields: &SignedFields<'_>,
    ) -> Result<Self, CallbackError>;

    /// The proof.
    fn verified(&self) -> &VerifiedReturn<Self>;
}

/// The proof that a return page of the type `R` was verified, and its flag `approved`.
///
/// Only plutu-core can make one. It contains nothing with which an order could be settled.
pub struct VerifiedReturn<R> {
    approved: bool,
    matched_key: MatchedKey,
    page: PhantomData<fn() -> R>,
}

impl<R> VerifiedReturn<R> {
    /// Applies rule 4 after the signature has matched: there must be no gateway, and the flag must
    /// be valid.
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

    /// The verifier's secret with which the page was signed: the current or the previous one.
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

impl<R> PartialEq for VerifiedReturn<R> {
    fn eq(&self, other: &Self) -> bool {
        self.approved == other.approved && self.matched_key == other.matched_key
    }
}

impl<R> Eq for VerifiedReturn<R> {}

impl<R> fmt::Debug for VerifiedReturn<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifiedReturn")
            .field("approved", &self.approved)
            .field("matched_key", &self.matched_key)
            .finish()
    }
}
