//~ a request is a struct with named fields: each name is the field's name on the wire

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm(pub Amount);
}

fn main() {}
