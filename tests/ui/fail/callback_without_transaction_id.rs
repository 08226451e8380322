//~ missing field `transaction_id`: a callback needs `pub transaction_id: Option<TransactionId>`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
