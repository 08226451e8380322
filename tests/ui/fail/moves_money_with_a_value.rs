//~ `moves_money` stands alone, without a value

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    #[request(reply = Redirect, moves_money = true)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
