//~ `Till` doesn't implement `Debug`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    pub struct Till(u8);

    impl CallbackField for Till {
        fn read(_: &str) -> Result<Self, FieldError> {
            Ok(Self(7))
        }
    }

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
        pub till: Till,
    }
}

fn main() {}
