//~ `maybe_lang` is already the name of the setter of the optional field `lang`: rename the field

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
