//~ unknown key `nmae`; did you mean `name`?

#[plutu_core::plutu_gateway(nmae = "mpgs", currency = "USD")]
mod mpgs {}

fn main() {}
