//~ the wire name `amount` is reserved for the field `amount`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Receipt, moves_money)]
    pub struct Pay {
        #[wire("sum")]
        pub amount: Amount,
        #[wire("amount")]
        pub total: PlainText,
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
