//~ `String` cannot be sent as a field of a request
//~ or wrap the value in a type of your own, `struct Branch(String)`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
        pub branch: String,
    }
}

fn main() {}
