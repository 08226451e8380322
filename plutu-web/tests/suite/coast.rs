//! A gateway and a currency that plutu-core does not know.

#![allow(unreachable_pub, reason = "a declaration is written as in a library")]

use plutu_core::Currency;
use plutu_core::plutu_gateway;

/// Points of a loyalty scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    unreachable_pub,
    reason = "the attribute makes the currency a part of public items"
)]
pub struct Points;

impl Currency for Points {
    const CODE: &'static str = "PTS";
}

/// Coast Pay.
#[plutu_gateway(name = "coastpay", currency = crate::coast::Points)]
pub mod coast_pay {
    use plutu_core::field::*;

    /// Opens a page.
    #[request(reply = Redirect)]
    pub struct Open {
        #[wire("points")]
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }

    /// The callback in the browser.
    #[callback]
    #[derive(Debug)]
    pub struct Callback {
        #[wire("points")]
        pub amount: Amount,
        #[wire("ref")]
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
        pub till: PlainText,
    }
}
