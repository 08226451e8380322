//~ missing field `amount`: a callback needs `pub amount: Amount`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
    }
}

fn main() {}
