//~ missing `name`
//~ missing `currency`

#[plutu_core::plutu_gateway()]
mod mpgs {}

fn main() {}
