//~ expected an inline module, as in `pub mod mpgs { .. }`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
enum Mpgs {
    Confirm,
}

fn main() {}
