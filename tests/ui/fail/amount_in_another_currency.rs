//~ expected `Amount<USD>`, found `Amount<LYD>`

use plutu_core::Amount;
use plutu_core::currency::LYD;
use plutu_core::gateways::mpgs;

fn request(dinars: Amount<LYD>) {
    let _ = mpgs::Confirm::builder().amount(dinars);
}

fn main() {}
