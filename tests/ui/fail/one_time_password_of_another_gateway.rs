//~ expected `6`, found `4`

use plutu_core::Otp;
use plutu_core::gateways::sadad;

fn confirm(code: Otp<4>) {
    let _ = sadad::Confirm::builder().code(code);
}

fn main() {}
