//~ expected `InvoiceNo`, found `Option<plutu_core::InvoiceNo>`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Receipt, moves_money)]
    pub struct Confirm {
        pub amount: Amount,
        pub invoice_no: Option<InvoiceNo>,
    }
}

fn main() {}
