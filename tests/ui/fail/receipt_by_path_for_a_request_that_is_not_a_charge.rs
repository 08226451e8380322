//~ `coast_pay::Confirm` is not a charge, so its reply cannot be a receipt

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = ::plutu_core::Receipt<Gateway>)]
    pub struct Confirm {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
