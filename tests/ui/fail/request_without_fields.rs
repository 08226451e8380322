//~ `#[request]` can only be applied to a struct with named fields

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm;
}

fn main() {}
