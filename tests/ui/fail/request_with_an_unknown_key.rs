//~ unknown key `replay`; did you mean `reply`?

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(replay = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
