//~ field `amount` of `mpgs::Confirm` is already set
//~ remove one of the two calls to `.amount(..)`

use plutu_core::gateways::mpgs;

fn request(amount: mpgs::Amount) {
    let _ = mpgs::Confirm::builder().amount(amount).amount(amount);
}

fn main() {}
