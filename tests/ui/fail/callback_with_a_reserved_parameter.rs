//~ the parameter `approved` is reserved: remove the field

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub approved: InvoiceNo,
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
    }
}

fn main() {}
