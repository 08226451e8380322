//! Errors of playing the payer and of waiting.

use std::time::Duration;

use plutu_core::InvoiceNo;

/// An error of answering a payment or of waiting for one.
///
/// ```
/// use plutu_sandbox::{Sandbox, SandboxError};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::start().await?;
/// let invoice_no = "INV-1001".parse()?;
/// let error = sandbox.approve(&invoice_no).await;
/// assert_eq!(error, Err(SandboxError::UnknownInvoice { invoice_no }));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// No payment has this invoice number. The shop has not requested a page for it, and no payer
    /// has paid it with a one-time password.
    #[error("no payment has the invoice number {invoice_no}")]
    UnknownInvoice {
        /// The number that was asked for.
        invoice_no: InvoiceNo,
    },
    /// The payer has already approved it.
    #[error("the payment of invoice {invoice_no} was already approved")]
    AlreadyApproved {
        /// The payment's invoice number.
        invoice_no: InvoiceNo,
    },
    /// The payer's bank has already declined it.
    #[error("the payment of invoice {invoice_no} was already declined")]
    AlreadyDeclined {
        /// The payment's invoice number.
        invoice_no: InvoiceNo,
    },
    /// The payer has already canceled it.
    #[error("the payment of invoice {invoice_no} was already canceled")]
    AlreadyCanceled {
        /// The payment's invoice number.
        invoice_no: InvoiceNo,
    },
    /// The payer paid it with a one-time password, so there is no page to answer on.
    #[error("the payment of invoice {invoice_no} was made with a one-time password")]
    PaidWithOtp {
        /// The payment's invoice number.
        invoice_no: InvoiceNo,
    },
    /// The expected payment or callback did not come in time.
    #[error("no {awaited} came within {} s", patience.as_secs_f64())]
    NotInTime {
        /// What the sandbox waited for: a payment or a callback, with its invoice number if one was
        /// given.
        awaited: String,
        /// How long the sandbox waited: see
        /// [`SandboxBuilder::patience`](crate::SandboxBuilder::patience).
        patience: Duration,
    },
}
