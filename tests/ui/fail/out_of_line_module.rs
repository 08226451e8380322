//~ file modules in proc macro input are unstable

#[path = "missing.rs"]
#[plutu_core::plutu_gateway(name = "mpgs", currency = "USD")]
mod mpgs;

fn main() {}
