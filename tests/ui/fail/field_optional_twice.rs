//~ nested `Option` is not supported

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
        pub lang: Option<Option<Language>>,
    }
}

fn main() {}
