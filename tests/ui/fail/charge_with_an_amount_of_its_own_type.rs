//~ expected the gateway's `Amount`, found `Price`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[derive(Debug)]
    pub struct Price(String);

    impl RequestField for Price {
        fn write(&self, value: &mut FormValue<'_>) {
            value.push_str(&self.0);
        }
    }

    #[request(reply = Receipt, moves_money)]
    pub struct Confirm {
        pub amount: Price,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
