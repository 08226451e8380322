//~ gateway names of more than 64 bytes are not supported

#[plutu_core::plutu_gateway(name = "coastpaycoastpaycoastpaycoastpaycoastpaycoastpaycoastpaycoastpayx", currency = "USD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        pub amount: Amount,
    }
}

fn main() {}
