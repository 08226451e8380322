//~ no method named `code` found for reference

#[plutu_core::plutu_gateway(name = "sadadapi", currency = "LYD")]
mod sadad {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub struct Verify {
        pub amount: Amount,
    }

    #[request(reply = Receipt, answers = Verify(code, amount), moves_money)]
    pub struct Confirm {
        pub code: Otp<6>,
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
