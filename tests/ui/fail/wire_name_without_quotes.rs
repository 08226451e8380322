//~ expected a string literal, as in `#[wire("name")]`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        #[wire(total)]
        pub amount: Amount,
    }
}

fn main() {}
