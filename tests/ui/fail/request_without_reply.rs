//~ missing `reply`: write `#[request(reply = Redirect)]`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    #[request]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
