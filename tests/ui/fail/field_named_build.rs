//~ `build` is already the name of a method of the builder: rename the field

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub build: InvoiceNo,
    }
}

fn main() {}
