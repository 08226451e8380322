//~ expected a request and its fields

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub struct Verify {
        pub amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify, moves_money)]
    pub struct Confirm {
        pub process_id: ProcessId,
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {
    let challenge = coast_pay::Challenge::new("1".parse().unwrap(), "12.50".parse().unwrap());
    let _ = coast_pay::Confirm::answering(&challenge, "12.50".parse().unwrap());
}
