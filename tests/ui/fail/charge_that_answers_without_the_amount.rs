//~ missing field `amount`: a charge takes its amount from the earlier reply

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub struct Verify {
        pub amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(process_id), moves_money)]
    pub struct Confirm {
        pub process_id: ProcessId,
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
