//~ expected a string literal; did you mean `currency = "LYD"`?

#[plutu_core::plutu_gateway(name = "coastpay", currency = LYD)]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
