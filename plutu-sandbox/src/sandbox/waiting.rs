//! Waits for requests and answers of the shop.

use std::sync::Arc;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use plutu_core::InvoiceNo;
use tokio::time::timeout;

use crate::account::Account;
use crate::callback;
use crate::error::SandboxError;
use crate::payments::Limit;
use crate::report;
use crate::report::CallbackReport;
use crate::report::PaymentReport;
use crate::sandbox::Sandbox;

impl Sandbox {
    /// Waits until the shop has opened the payment of this invoice, or the payer has paid it with a
    /// one-time password.
    ///
    /// ```
    /// # use plutu_core::{Request, gateways::mpgs};
    /// use plutu_sandbox::{PaymentStatus, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::start().await?;
    /// # let request = mpgs::Confirm::builder()
    /// #     .amount("12.50".parse()?)
    /// #     .invoice_no("INV-1001".parse()?)
    /// #     .return_url("https://shop.example/paid".parse()?)
    /// #     .build();
    /// # let credentials = sandbox.credentials();
    /// # let send = reqwest::Client::new()
    /// #     .post(format!("{}{}", sandbox.base_url(), request.wire().path))
    /// #     .bearer_auth(credentials.access_token().expose())
    /// #     .header("X-API-KEY", credentials.api_key().expose())
    /// #     .header("Content-Type", "application/x-www-form-urlencoded")
    /// #     .body(request.wire().form)
    /// #     .send();
    /// # let send = tokio::spawn(send);
    /// // … elsewhere, a customer presses the shop's button.
    /// let payment = sandbox.wait_for_payment(&"INV-1001".parse()?).await?;
    /// assert_eq!((payment.amount(), payment.status()), ("12.50", PaymentStatus::Open));
    /// # send.await??;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SandboxError::NotInTime`].
    pub async fn wait_for_payment(
        &self,
        invoice_no: &InvoiceNo,
    ) -> Result<PaymentReport, SandboxError> {
        let wanted = invoice_no.clone();
        let look = move |account: &Account| report::of_invoice(account, &wanted);
        let awaited = format!("payment of invoice {invoice_no}");
        self.wait(look, awaited).await
    }

    /// Waits for the next payment, whatever its invoice number is. Each call returns one more
    /// payment, in the order in which they were opened, starting with the first one that the
    /// sandbox keeps.
    ///
    /// # Errors
    ///
    /// [`SandboxError::NotInTime`].
    pub async fn next_payment(&self) -> Result<PaymentReport, SandboxError> {
        loop {
            let seen = *self.last_seen();
            let look = move |account: &Account| report::after(account, seen, Limit::count(1)).pop();
            let payment = self.wait(look, "payment".to_owned()).await?;
            let mut last_seen = self.last_seen();
            // Another call may have returned it in the meantime.
            if payment.transaction_id() > *last_seen {
                *last_seen = payment.transaction_id();
                return Ok(payment);
            }
        }
    }

    /// Waits until the callback for this invoice was sent, or given to the payer's browser, and
    /// returns the first one. If the gateway's server posts it, this is the callback to the shop's
    /// server, with the server's answer.
    ///
    /// # Errors
    ///
    /// [`SandboxError::NotInTime`].
    pub async fn wait_for_callback(
        &self,
        invoice_no: &InvoiceNo,
    ) -> Result<CallbackReport, SandboxError> {
        let wanted = invoice_no.clone();
        let look = move |account: &Account| {
            let payment = account.payments().by_invoice(&wanted).ok()?;
            let carrier = callback::proof_carrier(&payment);
            let mut callbacks = payment.callbacks();
            callbacks
                .find(|callback| callback.message.carrier == carrier)
                .cloned()
                .map(CallbackReport::from)
        };
        let awaited = format!("callback for invoice {invoice_no}");
        self.wait(look, awaited).await
    }

    /// Looks again after every change until it finds something.
    async fn wait<T: Send + 'static>(
        &self,
        look: impl Fn(&Account) -> Option<T> + Send + 'static,
        awaited: String,
    ) -> Result<T, SandboxError> {
        let account = Arc::clone(&self.account);
        let mut changes = account.payments().changes();
        let find = async move {
            loop {
                changes.mark_unchanged();
                if let Some(found) = look(&account) {
                    return Some(found);
                }
                changes.changed().await.ok()?;
            }
        };
        // This runs on the server's thread, because the caller's runtime may have no timer, or may
        // not be tokio.
        let patience = self.patience;
        let find = async move { timeout(patience, find).await.ok().flatten() };
        let found = self.server.run(find).await.flatten();
        found.ok_or_else(|| self.not_in_time(awaited))
    }

    pub(super) fn not_in_time(&self, awaited: String) -> SandboxError {
        SandboxError::NotInTime {
            awaited,
            patience: self.patience,
        }
    }

    pub(super) fn last_seen(&self) -> MutexGuard<'_, u64> {
        self.last_seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
