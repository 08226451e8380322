//! Why the sandbox cannot play the payer, or waits in vain.

use std::time::Duration;

use plutu_core::InvoiceNo;

/// Why a payment cannot be answered, or was waited for in vain.
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
    /// No payment has this invoice number: no page was asked for, and no one-time password was
    /// right.
    #[error("no payment has the invoice number {invoice_no}")]
    UnknownInvoice {
        /// The number that was asked for.
        invoice_no: InvoiceNo,
    },
    /// The payer approved it before.
    #[error("the payment of invoice {invoice_no} was already approved")]
    AlreadyApproved {
        /// The payment's invoice number.
        invoice_no: InvoiceNo,
    },
    /// The payer's bank declined it before.
    #[error("the payment of invoice {invoice_no} was already declined")]
    AlreadyDeclined {
        /// The payment's invoice number.
        invoice_no: InvoiceNo,
    },
    /// The payer canceled it before.
    #[error("the payment of invoice {invoice_no} was already canceled")]
    AlreadyCanceled {
        /// The payment's invoice number.
        invoice_no: InvoiceNo,
    },
    /// The payer paid it with a one-time password: there is no page for them to answer on.
    #[error("the payment of invoice {invoice_no} was made with a one-time password")]
    PaidWithOtp {
        /// The payment's invoice number.
        invoice_no: InvoiceNo,
    },
    /// What was waited for did not come in time.
    #[error("no {awaited} came within {} s", patience.as_secs_f64())]
    NotInTime {
        /// What was waited for: a payment or a callback, and its invoice number if there was one.
        awaited: String,
        /// How long the sandbox waited: see
        /// [`SandboxBuilder::patience`](crate::SandboxBuilder::patience).
        patience: Duration,
    },
}
