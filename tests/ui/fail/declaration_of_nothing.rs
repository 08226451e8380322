//~ a gateway declares a request: put a struct under `#[request(reply = …)]` into the module

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs {
    use plutu_core::field::*;

    pub const LIMIT: u32 = 5;
}

fn main() {}
