//! Why the sandbox cannot play the payer.

use plutu_core::InvoiceNo;

/// Why a payment cannot be approved or canceled.
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
    /// No payment has this invoice number: no page was asked for, and no one-time password was right.
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
    /// The payer canceled it before.
    #[error("the payment of invoice {invoice_no} was already canceled")]
    AlreadyCanceled {
        /// The payment's invoice number.
        invoice_no: InvoiceNo,
    },
    /// The payer paid it with a one-time password: there is no page for him to answer on.
    #[error("the payment of invoice {invoice_no} was made with a one-time password")]
    PaidWithOtp {
        /// The payment's invoice number.
        invoice_no: InvoiceNo,
    },
}
