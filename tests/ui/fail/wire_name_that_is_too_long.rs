//~ wire names of more than 64 bytes are not supported

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    use plutu_core::field::*;

    #[request(reply = Redirect)]
    pub struct Confirm {
        #[wire("a_name_that_goes_on_and_on_and_on_and_on_and_on_and_on_and_on_for_too_long")]
        pub amount: Amount,
    }
}

fn main() {}
