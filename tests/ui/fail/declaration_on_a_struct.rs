//~ expected an inline module, as in `pub mod mpgs { .. }`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
pub struct Mpgs {
    pub amount: u64,
}

fn main() {}
