//~ `#[cfg]` is not supported on a field: apply it to the struct

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
        #[cfg(unix)]
        pub lang: Option<Language>,
    }
}

fn main() {}
