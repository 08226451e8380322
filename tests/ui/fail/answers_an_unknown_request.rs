//~ `Verfy` is not a request of this module; did you mean `Verify`?

#[plutu_core::plutu_gateway(name = "sadadapi", currency = "LYD")]
mod sadad {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub struct Verify {
        pub amount: Amount,
    }

    #[request(reply = Receipt, answers = Verfy(process_id, amount), moves_money)]
    pub struct Confirm {
        pub process_id: ProcessId,
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
