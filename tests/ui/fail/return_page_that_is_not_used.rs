//~ a return page decides what the payer sees: call `page.is_approved()`

#![deny(unused_must_use)]

use plutu_core::CallbackError;
use plutu_core::Verifier;
use plutu_core::gateways::tlync;

fn handle(query: &str, verifier: &Verifier) -> Result<(), CallbackError> {
    tlync::Return::verify(query, verifier)?;
    Ok(())
}

fn main() {}
