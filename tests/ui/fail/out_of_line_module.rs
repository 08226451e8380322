//~ expected an inline module: write `mod mpgs { .. }`; a macro cannot read the module's file

#[path = "../module_in_a_file.rs"]
#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs;

fn main() {}
