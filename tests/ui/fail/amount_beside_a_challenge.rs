//~ field `amount` of `sadad::Confirm` is already set

use plutu_core::gateways::sadad;

fn confirm(challenge: sadad::Challenge, amount: sadad::Amount) {
    let _ = sadad::Confirm::answering(&challenge).amount(amount);
}

fn main() {}
