//~ call `.build()` to get the request
#![deny(unused_must_use)]

use plutu_core::gateways::mpgs;

fn request(amount: mpgs::Amount) {
    mpgs::Confirm::builder().amount(amount);
}

fn main() {}
