//~ expected `Amount<USD>`, found floating-point number

use plutu_core::gateways::mpgs;

fn main() {
    let _ = mpgs::Confirm::builder().amount(12.50);
}
