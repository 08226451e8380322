//! The sandbox's program with gateways of an author's own: one that Plutu does not have, and MPGS in
//! euros instead of the built-in one.

use std::process::ExitCode;

use plutu_http::core::plutu_gateway;
use plutu_sandbox::Program;

/// Coast Pay: a page, and a callback that says at which counter the payer paid.
#[plutu_gateway(name = "coastpay", currency = "LYD", crate = ::plutu_http::core)]
pub mod coast_pay {
    use plutu_http::core::field::*;

    /// Where the payer paid.
    #[derive(Debug)]
    pub enum Counter {
        /// In the harbor.
        Harbor,
        /// In the old town.
        OldTown,
    }

    impl CallbackField for Counter {
        const KIND: FieldKind = FieldKind::Choice {
            values: &["harbor", "old-town"],
        };
        const EXAMPLE: &'static str = "harbor";

        fn read(text: &str) -> Result<Self, FieldError> {
            match text {
                "harbor" => Ok(Self::Harbor),
                "old-town" => Ok(Self::OldTown),
                _ => Err(FieldError::new("counter", "there is no such counter")),
            }
        }
    }

    /// Opens a payment. See [`Callback`] for its end.
    #[request(reply = Redirect, action = "open-page")]
    pub struct Open {
        /// What the payer pays.
        pub amount: Amount,
        #[wire("ref")]
        pub invoice_no: InvoiceNo,
        pub return_url: ReturnUrl,
        pub note: Option<PlainText>,
    }

    /// What the payer's browser brings back.
    #[callback]
    pub struct Callback {
        #[wire("ref")]
        pub invoice_no: InvoiceNo,
        pub amount: Amount,
        pub counter: Option<Counter>,
        pub transaction_id: Option<TransactionId>,
    }
}

/// MPGS for a merchant with an account in euros.
#[plutu_gateway(name = "mpgs", currency = "EUR", crate = ::plutu_http::core)]
pub mod mpgs {
    use plutu_http::core::field::*;

    /// Opens a card payment.
    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub return_url: ReturnUrl,
    }

    /// What the payer's browser brings back.
    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub currency: Currency,
        pub invoice_no: InvoiceNo,
        pub transaction_id: Option<TransactionId>,
    }
}

fn main() -> ExitCode {
    Program::new()
        .gateway::<coast_pay::Gateway>()
        .gateway::<mpgs::Gateway>()
        .run()
}
