//~ the builder's `build` has this name: choose another, and give the wire name with `#[wire("build")]`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub build: InvoiceNo,
    }
}

fn main() {}
