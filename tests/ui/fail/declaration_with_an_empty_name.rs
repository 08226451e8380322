//~ invalid gateway name ``: expected lower-case ASCII letters, digits, `_` or `-`

#[plutu_core::plutu_gateway(name = "", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
