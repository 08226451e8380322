//~ expected an inline module: write `mod mpgs { .. }`, as a macro cannot see into a file

#[path = "../module_in_a_file.rs"]
#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs;

fn main() {}
