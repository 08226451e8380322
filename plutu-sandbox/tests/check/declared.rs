//! A gateway that an author declared is checked through `Program`.

use std::process::ExitCode;

use plutu_core::plutu_gateway;
use plutu_sandbox::Program;

use crate::program::shop;

/// Coast Pay: the payer pays on a hosted page.
#[plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    /// Opens a payment.
    #[request(reply = Redirect)]
    pub(super) struct Confirm {
        pub(super) amount: Amount,
        pub(super) invoice_no: InvoiceNo,
        pub(super) return_url: ReturnUrl,
    }

    /// What the payer's browser brings back.
    #[callback]
    pub(super) struct Callback {
        pub(super) amount: Amount,
        pub(super) invoice_no: InvoiceNo,
        pub(super) transaction_id: TransactionId,
    }
}

#[test]
fn a_declared_gateway_is_checked() {
    for (mistake, expected) in [("", ExitCode::SUCCESS), ("declined", ExitCode::FAILURE)] {
        let run = format!("SHOP_GATEWAY=coastpay SHOP_MISTAKE={mistake} {}", shop());
        let program = Program::new().gateway::<coast_pay::Gateway>();
        let code = program.run_with([
            "coast-sandbox",
            "check",
            "--gateway",
            "coastpay",
            "--run",
            &run,
            "--start",
            "http://127.0.0.1:{port}/start?amount={amount}&invoice_no={invoice_no}",
            "--paid",
            "http://127.0.0.1:{port}/paid?invoice_no={invoice_no}",
        ]);
        assert_eq!(code, expected, "{mistake}");
    }
}
