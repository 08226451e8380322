//~ missing field `invoice_no`: a charge needs `pub invoice_no: InvoiceNo`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Redirect, moves_money)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
