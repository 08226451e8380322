//~ `#[plutu_gateway]` goes on an inline module: `pub mod mpgs { … }`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
enum Mpgs {
    Confirm,
}

fn main() {}
