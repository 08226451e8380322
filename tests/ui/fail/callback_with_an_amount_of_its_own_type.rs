//~ expected the gateway's `Amount`, found `Price`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[derive(Debug)]
    pub struct Price(String);

    impl CallbackField for Price {
        fn read(text: &str) -> Result<Self, FieldError> {
            Ok(Self(text.to_owned()))
        }
    }

    #[callback]
    pub struct Callback {
        pub amount: Price,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
    }
}

fn main() {}
