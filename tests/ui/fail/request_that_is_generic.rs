//~ a request cannot be generic: use concrete types that own their data

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm<T> {
        pub amount: T,
    }
}

fn main() {}
