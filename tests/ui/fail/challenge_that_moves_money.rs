//~ a `Challenge` waits for the payer, and moves no money: remove `moves_money`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Challenge, moves_money)]
    pub struct Verify {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
