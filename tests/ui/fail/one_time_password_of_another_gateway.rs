//~ expected `6`, found `4`

use plutu_core::Mismatch;
use plutu_core::Otp;
use plutu_core::gateways::sadad;

fn confirm(challenge: sadad::Challenge, amount: sadad::Amount, code: Otp<4>) -> Result<(), Mismatch> {
    let _ = sadad::Confirm::answering(&challenge, amount)?.code(code);
    Ok(())
}

fn main() {}
