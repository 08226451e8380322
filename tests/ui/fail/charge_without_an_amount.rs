//~ missing field `amount`: a charge needs `pub amount: Amount`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Redirect, moves_money)]
    pub struct Confirm {
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
