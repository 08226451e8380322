//~ `settle` is already the name of a method: rename the field and add `#[wire("settle")]`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
        pub settle: Language,
    }
}

fn main() {}
