//~ a `Redirect` only opens a page, and moves no money: remove `moves_money`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Redirect, moves_money)]
    pub struct Confirm {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
