//! Plays the payer in a test: approves, cancels, or declines for the payer's bank.

use std::sync::Arc;

use plutu_core::InvoiceNo;

use crate::callback;
use crate::error::SandboxError;
use crate::payer;
use crate::payer::Answer;
use crate::payments::Outcome;
use crate::report::CallbackReport;
use crate::sandbox::Sandbox;

impl Sandbox {
    /// Approves a payment as the payer would on the checkout page, and returns the URL that the
    /// payer's browser is then sent to: the return URL with the signed query.
    ///
    /// If the gateway's server posts the callback, this posts it to the shop's server first and
    /// waits at most five seconds. The payer returns in any case, and [`delivery`](Self::delivery)
    /// reports the result. On a page that asks for the payment method, the payer chooses the first
    /// one.
    ///
    /// Approving the payment again returns the same URL and sends the same callback again. A shop
    /// must expect both.
    ///
    /// With [`Fault::NoCallback`](crate::Fault::NoCallback), this returns the URL as well. The test
    /// then must not open it.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, when it was canceled or declined, or when it
    /// was made with a one-time password.
    pub async fn approve(&self, invoice_no: &InvoiceNo) -> Result<String, SandboxError> {
        self.answer(invoice_no, Outcome::Approved).await
    }

    /// Cancels a payment as the payer would on the checkout page, and returns the URL that the
    /// payer's browser is then sent to.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, when it was approved or declined, or when it
    /// was made with a one-time password.
    pub async fn cancel(&self, invoice_no: &InvoiceNo) -> Result<String, SandboxError> {
        self.answer(invoice_no, Outcome::Canceled).await
    }

    /// Declines a payment as the payer's bank would, and returns the URL that the payer's browser
    /// is then sent to.
    ///
    /// It is not known what Plutu reports about a declined payment. In the sandbox, a callback that
    /// declares both flags has neither `approved` nor `canceled`, which exposes a shop that takes
    /// "not canceled" for "paid". A callback that declares only `approved`, like T-Lync's, has
    /// `approved` 0.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, when it was approved or canceled, or when it
    /// was made with a one-time password.
    pub async fn decline(&self, invoice_no: &InvoiceNo) -> Result<String, SandboxError> {
        self.answer(invoice_no, Outcome::Declined).await
    }

    /// Sends the callback of an answered payment again. A callback of the gateway's server is
    /// posted to the shop's server. For any other callback the sandbox visits the return URL, if
    /// that is on this machine. Returns `None` if the payer has not answered.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, or when it was made with a one-time
    /// password.
    pub async fn resend(
        &self,
        invoice_no: &InvoiceNo,
    ) -> Result<Option<CallbackReport>, SandboxError> {
        let account = Arc::clone(&self.account);
        let wanted = invoice_no.clone();
        let resend = async move { callback::resend(account, &wanted).await };
        let sent = self.server.run(resend).await;
        let sent = sent.map(|sent| Ok(sent?.map(CallbackReport::from)));
        sent.unwrap_or_else(|| Err(self.not_in_time(format!("callback for invoice {invoice_no}"))))
    }

    async fn answer(
        &self,
        invoice_no: &InvoiceNo,
        outcome: Outcome,
    ) -> Result<String, SandboxError> {
        let answer = Answer::new(outcome);
        let payment = payer::answer(&self.account, invoice_no, &answer)?;
        let notify = callback::notify(Arc::clone(&self.account), payment, answer);
        let notified = self.server.run(notify).await;
        let url = notified.map(|notified| notified.url);
        url.ok_or_else(|| self.not_in_time(format!("answer for invoice {invoice_no}")))
    }
}
