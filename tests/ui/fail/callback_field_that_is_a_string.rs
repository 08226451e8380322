//~ `String` cannot be read from a callback
//~ or wrap the value in a type of your own, `struct Till(String)`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
        pub till: String,
    }
}

fn main() {}
