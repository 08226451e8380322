//~ expected a string literal, as in `name = "mpgs"`

#[plutu_core::plutu_gateway(name = mpgs, currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
