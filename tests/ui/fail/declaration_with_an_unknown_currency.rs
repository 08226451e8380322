//~ unknown currency `USDT`: known are `LYD`, `USD`, `EUR` or `GBP`

#[plutu_core::plutu_gateway(name = "mpgs", currency = "USDT")]
mod mpgs {}

fn main() {}
