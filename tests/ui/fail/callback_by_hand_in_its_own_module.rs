//~ cannot construct `plutu_core::__private::Verified<_>` with struct literal syntax

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[callback]
    pub struct Callback {
        pub amount: Amount,
        pub invoice_no: InvoiceNo,
        pub transaction_id: TransactionId,
    }

    pub fn forge() -> Callback {
        Callback {
            __verified: plutu_core::__private::Verified {},
        }
    }
}

fn main() {}
