//~ expected the gateway's `Amount`, found `plutu_core::Amount<USD>`
//~ expected `InvoiceNo`, found `plutu_core::PlainText`
//~ `Option<String>` is not a transaction id

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: plutu_core::Amount<plutu_core::currency::USD>,
        pub invoice_no: PlainText,
        pub transaction_id: Option<String>,
    }
}

fn main() {}
