//~ the trait bound `plutu_core::__private::Verified<coast_pay::Callback>: Default` is not satisfied

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[callback]
    #[derive(Default)]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
    }
}

fn main() {}
