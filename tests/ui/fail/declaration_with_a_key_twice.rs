//~ duplicate key `name`

#[plutu_core::plutu_gateway(name = "mpgs", name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
