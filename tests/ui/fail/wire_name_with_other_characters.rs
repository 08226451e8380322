//~ invalid wire name `the amount`: expected ASCII letters, digits, `_` or `-`

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
