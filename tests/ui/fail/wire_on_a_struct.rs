//~ `#[wire]` can only be applied to a field

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    #[wire("confirm")]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
