//~ expected `plutu_core::gateways::sadad::Gateway`, found `plutu_core::gateways::adfali::Gateway`

use plutu_core::gateways::adfali;
use plutu_core::gateways::sadad;

fn confirm(challenge: adfali::Challenge) {
    let _ = sadad::Confirm::answering(&challenge);
}

fn main() {}
