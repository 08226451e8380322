//~ `#[plutu_gateway]` declares `Amount` here: choose another name

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
    }

    pub struct Amount;
}

fn main() {}
