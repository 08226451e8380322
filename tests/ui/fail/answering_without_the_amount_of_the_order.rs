//~ this function takes 2 arguments but 1 argument was supplied

use plutu_core::gateways::sadad;

fn confirm(challenge: sadad::Challenge) {
    let _ = sadad::Confirm::answering(&challenge);
}

fn main() {}
