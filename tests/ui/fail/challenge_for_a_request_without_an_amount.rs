//~ `mpgs::Verify` has no `amount` in its gateway's currency
//~ declare `pub amount: Amount`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub struct Verify {
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
