//~ a field owns its data: use an owned type instead of a reference

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: &'static Amount,
    }
}

fn main() {}
