//~ `#[request]` can only be applied to a struct

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        #[request(reply = Redirect)]
        pub amount: Amount,
    }
}

fn main() {}
