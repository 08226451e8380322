//~ the second setter of the optional field `lang` has this name: choose another

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub lang: Option<Language>,
        pub maybe_lang: Option<Language>,
    }
}

fn main() {}
