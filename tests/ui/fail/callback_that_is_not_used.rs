//~ a verified callback is not a payment yet: call `callback.settle(..)`

#![deny(unused_must_use)]

use plutu_core::CallbackError;
use plutu_core::Verifier;
use plutu_core::gateways::mpgs;

fn handle(query: &str, verifier: &Verifier) -> Result<(), CallbackError> {
    mpgs::Callback::verify(query, verifier)?;
    Ok(())
}

fn main() {}
