//~ is not a reply to `mpgs::Confirm`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Language)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
