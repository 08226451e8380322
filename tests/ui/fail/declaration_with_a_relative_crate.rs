//~ expected an absolute path, as in `crate = ::plutu_http::core`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD", crate = core)]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
