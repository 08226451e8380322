//~ field names that begin with `__` are reserved

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub __optional: Amount,
    }
}

fn main() {}
