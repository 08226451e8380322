//! Declarations in a crate that permits no warnings, with every visibility and every kind of item,
//! used and unused.

#![deny(
    warnings,
    clippy::pedantic,
    clippy::use_self,
    missing_debug_implementations,
    missing_docs,
    rust_2018_idioms,
    single_use_lifetimes,
    unreachable_pub,
    unused_lifetimes,
    unused_qualifications
)]
#![forbid(unsafe_code)]

/// A public gateway whose fields have no documentation.
#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
pub mod coast_pay {
    use plutu_core::field::*;

    /// A first step.
    #[request(reply = Challenge)]
    #[derive(Clone)]
    pub struct Verify {
        pub mobile_number: MobileNumber,
        pub amount: Amount,
    }
    /// A second step.
    #[request(reply = Receipt, answers = Verify(process_id, amount), moves_money)]
    pub struct Confirm {
        pub process_id: ProcessId,
        pub code: Otp<4>,
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub customer_ip: Option<IpAddr>,
    }
    /// A callback.
    #[callback(approved_only)]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
        pub payment_method: Option<PaymentMethod>,
    }
    /// A return page.
    #[return_page]
    pub struct Return {
        pub invoice_no: InvoiceNo,
    }
}

mod private {
    #[plutu_core::plutu_gateway(name = "coastpay", currency = "USD")]
    mod hidden {
        use plutu_core::field::*;
        #[request(reply = Redirect)]
        struct Confirm {
            amount: Amount,
            lang: Option<Language>,
        }
    }
    #[plutu_core::plutu_gateway(name = "coastpay", currency = "USD")]
    pub(crate) mod scoped {
        use plutu_core::field::*;
        #[request(reply = Redirect)]
        pub(crate) struct Confirm {
            pub(crate) amount: Amount,
            pub(super) lang: Option<Language>,
        }
        #[callback]
        pub(super) struct Callback {
            pub(super) amount: Amount,
            pub(super) invoice_no: InvoiceNo,
            pub(super) transaction_id: TransactionId,
        }
    }
    pub(crate) fn request() -> scoped::Confirm {
        scoped::Confirm::builder()
            .amount("1".parse().unwrap())
            .build()
    }
}
/// Uses private items.
#[must_use]
pub fn used() -> String {
    format!("{:?}", private::request())
}
