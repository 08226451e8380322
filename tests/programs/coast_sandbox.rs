//! The sandbox's program with an author's own gateways: two that Plutu does not have, and MPGS in
//! euros instead of the built-in MPGS.

use std::process::ExitCode;

use plutu_sandbox::Program;
use plutu_tests::declared::coast_pay;
use plutu_tests::declared::euro_cards;
use plutu_tests::declared::harbor_wallet;

fn main() -> ExitCode {
    Program::new()
        .gateway::<coast_pay::Gateway>()
        .gateway::<harbor_wallet::Gateway>()
        .gateway::<euro_cards::Gateway>()
        .run()
}
