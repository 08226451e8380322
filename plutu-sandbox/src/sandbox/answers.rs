//! The payer, played by a test: they approve, cancel, or their bank declines.

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
    /// If the gateway's server posts the callback, it is first posted to the shop's server. On a
    /// page that asks how to pay, the payer chose the first way.
    /// [`delivery`](Self::delivery) tells what became of it; the payer returns in any case, after
    /// five seconds at the latest.
    ///
    /// Approving it again gives the same URL and the same callback again, as a shop must expect
    /// both.
    ///
    /// With [`Fault::NoCallback`](crate::Fault::NoCallback) the URL is told all the same: it is the
    /// test that does not go there.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, when it was canceled, or when it was made
    /// with a one-time password.
    pub async fn approve(&self, invoice_no: &InvoiceNo) -> Result<String, SandboxError> {
        self.answer(invoice_no, Outcome::Approved).await
    }

    /// Cancels a payment as the payer would on the checkout page, and returns the URL that the
    /// payer's browser is then sent to.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, when it was approved, or when it was made
    /// with a one-time password.
    pub async fn cancel(&self, invoice_no: &InvoiceNo) -> Result<String, SandboxError> {
        self.answer(invoice_no, Outcome::Canceled).await
    }

    /// Declines a payment as the payer's bank would, and returns the URL that the payer's browser
    /// is then sent to.
    ///
    /// What a merchant hears of a declined payment is not known. Here a callback that has both
    /// flags carries neither `approved` nor `canceled`, so that a shop that takes "not canceled"
    /// for "paid" is found out. A callback that has `approved` alone, as T-Lync's, says 0.
    ///
    /// # Errors
    ///
    /// [`SandboxError`] when there is no such payment, when it was approved or canceled, or when it
    /// was made with a one-time password.
    pub async fn decline(&self, invoice_no: &InvoiceNo) -> Result<String, SandboxError> {
        self.answer(invoice_no, Outcome::Declined).await
    }

    /// Sends the callback of an answered payment once more: one that the server posts to the shop's
    /// server, another as a visit to the return URL, on this machine alone. `None` if the payer has
    /// not answered.
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
