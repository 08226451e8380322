//~ expected a request: add a struct with `#[request(reply = ..)]`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    pub const LIMIT: u32 = 5;
}

fn main() {}
