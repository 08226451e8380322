//~ unresolved import `plutu_htp`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD", crate = ::plutu_htp::core)]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub struct Verify {
        pub mobile_number: MobileNumber,
        pub amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(process_id, amount), moves_money)]
    pub struct Confirm {
        pub process_id: ProcessId,
        pub code: Otp<6>,
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: Option<TransactionId>,
    }
}

fn main() {
    let _ = coast_pay::Verify::builder()
        .mobile_number("0913632323".parse().unwrap())
        .amount("12.50".parse().unwrap())
        .build();
}
