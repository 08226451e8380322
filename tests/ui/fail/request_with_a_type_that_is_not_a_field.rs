//~ cannot be sent as a field of a request
//~ this type is not a field of a request

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[derive(Debug)]
    pub struct Basket;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
        pub basket: Basket,
    }
}

fn main() {}
