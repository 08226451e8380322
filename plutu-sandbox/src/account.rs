//! The merchant's account at the sandbox: what it proves itself with, its payments, and its clock.
//!
//! The API opens payments here, the checkout page and the headless payer answer them, and
//! [`delivery`](crate::delivery) tells the shop's server.

use std::io;

use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::Credentials;
use plutu_core::InvoiceNo;
use plutu_core::PaymentMethod;
use plutu_core::SecretKey;

use crate::callback;
use crate::clock::Clock;
use crate::delivery::Delivery;
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
    clock: Clock,
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
            clock: Clock::start(),
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

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The address of the payment's checkout page, token included.
    pub(crate) fn checkout_url(&self, payment: &Payment) -> String {
        format!("{}{}", self.origin, payment.checkout_path())
    }

    /// The address that the payer's browser is sent to after this outcome.
    pub(crate) fn return_url(&self, payment: &Payment, outcome: Outcome) -> String {
        callback::return_url(payment, outcome, &self.secret_key)
    }

    /// The body that is posted to the shop's server, once the payer approved.
    pub(crate) fn callback_body(&self, payment: &Payment) -> Option<String> {
        callback::body(payment, &self.secret_key)
    }

    /// Answers a payment for the payer.
    pub(crate) fn answer(
        &self,
        invoice_no: &InvoiceNo,
        outcome: Outcome,
        method: PaymentMethod,
    ) -> Result<Payment, SandboxError> {
        self.payments.answer(invoice_no, outcome, method)
    }

    /// Records what became of the callback to the shop's server.
    pub(crate) fn record(&self, payment: &Payment, delivery: Delivery) {
        self.payments.record(&payment.order.invoice_no, delivery);
    }
}
