//~ `Points` is not a currency

pub struct Points;

#[plutu_core::plutu_gateway(name = "coastpay", currency = crate::Points)]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
