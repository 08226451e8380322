//~ a gateway's name is its path segment: small letters, digits, `-` and `_`

#[plutu_core::plutu_gateway(name = "", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
