//~ `#[plutu_gateway]` declares `ReturnUrl` here: remove the import

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::{Redirect, ReturnUrl};

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub return_url: ReturnUrl,
    }
}

fn main() {}
