//~ an action is the last segment of a path: ASCII letters, digits, `-` and `_`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect, action = "confirm/now")]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
