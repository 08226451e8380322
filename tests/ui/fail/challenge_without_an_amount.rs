//~ a `Challenge` answers a request with the field `amount`, and this one has none

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Challenge)]
    pub struct Verify {
        pub invoice_no: InvoiceNo,
    }
}

fn main() {}
