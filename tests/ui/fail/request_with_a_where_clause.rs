//~ `where` clauses are not supported

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm
    where
        Amount: Copy,
    {
        pub amount: Amount,
    }
}

fn main() {}
