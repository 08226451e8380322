//! The merchant's account at the sandbox: what it proves itself with, and its payments.
//!
//! The API opens payments here, the checkout page and the headless payer answer them.

use std::io;

use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::Credentials;
use plutu_core::InvoiceNo;
use plutu_core::SecretKey;

use crate::callback;
use crate::error::SandboxError;
use crate::payments::Outcome;
use crate::payments::Payment;
use crate::payments::Payments;
use crate::random;

/// One merchant's account.
pub(crate) struct Account {
    origin: String,
    credentials: Credentials,
    secret_key: SecretKey,
    payments: Payments,
}

impl Account {
    /// Opens an account with random credentials at the sandbox that answers at `origin`.
    pub(crate) fn open(origin: String) -> io::Result<Self> {
        let api_key = ApiKey::new(random::hex::<20>()?).map_err(io::Error::other)?;
        let access_token = AccessToken::new(random::hex::<32>()?).map_err(io::Error::other)?;
        let secret_key = format!("sk_{}", random::hex::<20>()?);
        Ok(Self {
            origin,
            credentials: Credentials::new(api_key, access_token),
            secret_key: SecretKey::new(secret_key).map_err(io::Error::other)?,
            payments: Payments::default(),
        })
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    pub(crate) fn secret_key(&self) -> &SecretKey {
        &self.secret_key
    }

    pub(crate) fn payments(&self) -> &Payments {
        &self.payments
    }

    /// The address of the payment's checkout page, token included.
    pub(crate) fn checkout_url(&self, payment: &Payment) -> String {
        format!("{}{}", self.origin, payment.checkout_path())
    }

    /// The address that the payer's browser is sent to after this outcome.
    pub(crate) fn return_url(&self, payment: &Payment, outcome: Outcome) -> String {
        callback::return_url(payment, outcome, &self.secret_key)
    }

    /// Answers a payment for the payer, and says where his browser is sent to.
    pub(crate) fn answer(
        &self,
        invoice_no: &InvoiceNo,
        outcome: Outcome,
    ) -> Result<String, SandboxError> {
        let payment = self.payments.answer(invoice_no, outcome)?;
        Ok(self.return_url(&payment, outcome))
    }
}
