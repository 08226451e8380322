//~ a wire name is up to 64 ASCII letters, digits and `_`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        #[wire("the amount")]
        pub amount: Amount,
    }
}

fn main() {}
