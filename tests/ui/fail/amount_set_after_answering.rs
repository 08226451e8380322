//~ field `amount` of `sadad::Confirm` is already set

use plutu_core::gateways::sadad;

fn confirm(challenge: sadad::Challenge, amount: sadad::Amount) -> Result<(), plutu_core::Mismatch> {
    let _ = sadad::Confirm::answering(&challenge, amount)?.amount(amount);
    Ok(())
}

fn main() {}
