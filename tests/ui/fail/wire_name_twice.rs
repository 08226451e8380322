//~ the wire name `amount` is already used by the field `amount`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
        #[wire("amount")]
        pub total: Amount,
    }
}

fn main() {}
