//~ unknown currency `USDT`; expected `LYD`, `USD`, `EUR` or `GBP`, or the path of a type that implements `plutu_core::Currency`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USDT")]
mod mpgs {}

fn main() {}
