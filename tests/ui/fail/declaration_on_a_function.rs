//~ `#[plutu_gateway]` goes on an inline module: `pub mod mpgs { … }`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
fn mpgs() {}

fn main() {}
