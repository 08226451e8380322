//~ unknown key `move_money`; did you mean `moves_money`?

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Receipt, move_money)]
    pub struct Confirm {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
