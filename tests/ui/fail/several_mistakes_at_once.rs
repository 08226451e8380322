//~ unknown currency `USDT`
//~ unknown key `replay`; did you mean `reply`?
//~ the wire name `amount` is already used by the field `amount`
//~ `#[request]` can only be applied to a struct with named fields

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USDT")]
mod mpgs {
    use plutu_core::field::*;

    #[request(replay = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
        #[wire("amount")]
        pub total: Amount,
    }

    #[request(reply = Redirect)]
    pub enum Verify {}
}

fn main() {
    // The rest of the program still finds the declared items.
    let _ = mpgs::Confirm::builder();
}
