//~ expected `plutu_core::gateways::sadad::Gateway`, found `plutu_core::gateways::adfali::Gateway`

use plutu_core::gateways::adfali;
use plutu_core::gateways::sadad;

fn confirm(challenge: adfali::Challenge, amount: sadad::Amount) {
    let _ = sadad::Confirm::answering(&challenge, amount);
}

fn main() {}
