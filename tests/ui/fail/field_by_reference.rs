//~ references are not supported in fields: use an owned type

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: &'static Amount,
    }
}

fn main() {}
