//~ missing field `invoice_no`: a callback needs `pub invoice_no: InvoiceNo`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub transaction_id: TransactionId,
    }
}

fn main() {}
