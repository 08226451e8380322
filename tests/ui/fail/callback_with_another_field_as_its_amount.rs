//~ the wire name `amount` is reserved for the field `amount`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        #[wire("fee")]
        pub amount: Amount,
        #[wire("amount")]
        pub total: PlainText,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
    }
}

fn main() {}
