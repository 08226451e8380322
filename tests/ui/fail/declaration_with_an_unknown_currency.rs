//~ unknown currency `USDT`; expected `LYD`, `USD`, `EUR` or `GBP`, or the path of a type

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USDT")]
mod mpgs {}

fn main() {}
