//~ the action `confirm` is already used by `Confirm`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
    }

    #[request(reply = Redirect, action = "confirm")]
    pub struct Pay {
        pub amount: Amount,
    }
}

fn main() {}
