//~ expected the gateway's `Amount`, found `plutu_core::Amount<USD>`

#[plutu_core::plutu_gateway(name = "coastpay", currency = "LYD")]
mod coast_pay {
    #[request(reply = Challenge)]
    pub struct Verify {
        pub amount: plutu_core::Amount<plutu_core::currency::USD>,
    }
}

fn main() {}
