//~ expected `Amount<LYD>`, found `Amount<USD>`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Receipt, moves_money)]
    pub struct Confirm {
        pub amount: plutu_core::Amount<plutu_core::currency::USD>,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
