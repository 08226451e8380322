//~ expected `InvoiceNo`, found `OrderNo`
//~ must have the required field `pub invoice_no: InvoiceNo`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[derive(Debug)]
    pub struct OrderNo(String);

    impl RequestField for OrderNo {
        fn write(&self, value: &mut FormValue<'_>) {
            value.push_str(&self.0);
        }
    }

    #[request(reply = Receipt, moves_money)]
    pub struct Confirm {
        pub amount: Amount,
        pub invoice_no: OrderNo,
    }
}

fn main() {}
