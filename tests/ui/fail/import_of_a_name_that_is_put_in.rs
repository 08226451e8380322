//~ `#[plutu_gateway]` declares `ReturnUrl` here: remove the import
//~ `#[plutu_gateway]` declares `Amount` here: remove the import

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::Amount;
    use plutu_core::field::{Redirect, ReturnUrl};

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
        pub return_url: ReturnUrl,
    }
}

fn main() {
    let _ = coast_pay::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .return_url("https://shop.example/paid".parse().unwrap())
        .build();
}
