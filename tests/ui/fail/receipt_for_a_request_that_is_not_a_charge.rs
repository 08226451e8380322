//~ `coast_pay::Confirm` is not a charge, so its reply cannot be a receipt
//~ if the request only starts a payment, write `reply = Challenge`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Receipt)]
    pub struct Confirm {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
