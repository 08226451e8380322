//~ invalid action `confirm/now`: expected ASCII letters, digits, `_` or `-`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect, action = "confirm/now")]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
