//~ unknown key `moves_money`; expected `approved_only`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[callback(moves_money)]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
    }
}

fn main() {}
