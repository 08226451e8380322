//~ `proces_id` is not a required field of `Confirm`; did you mean `process_id`?

#[plutu_core::plutu_gateway(name = "sadadapi", currency = "LYD")]
mod sadad {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub struct Verify {
        pub amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(proces_id, amount), moves_money)]
    pub struct Confirm {
        pub process_id: ProcessId,
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
