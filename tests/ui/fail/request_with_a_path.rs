//~ expected `#[request]` without a path

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[plutu_core::request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {
    let _ = coast_pay::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no("INV-1001".parse().unwrap())
        .build();
}
