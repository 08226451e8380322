//! `plutu-sandbox check` attacks the shop, and finds nothing.

use std::io;
use std::io::Write as _;
use std::process::Command;
use std::process::ExitCode;

use plutu_sandbox::Program;

use crate::scene::LOCAL_BANK_CARDS;
use crate::scene::MPGS;
use crate::scene::TLYNC;

#[test]
fn the_shop_passes_all_probes_with_mpgs() {
    pass("mpgs", "dollars", MPGS);
}

#[test]
fn the_shop_passes_all_probes_with_local_bank_cards() {
    pass("localbankcards", "dinars", LOCAL_BANK_CARDS);
}

#[test]
fn the_shop_passes_all_probes_with_tlync() {
    pass("tlync", "dinars", TLYNC);
}

/// Attacks the shop, a process of its own, which is paid in this way.
fn pass(gateway: &str, currency: &str, form: &str) {
    if Command::new("curl").arg("--version").output().is_err() {
        // Past the output that a test that passes keeps to itself.
        drop(writeln!(io::stderr(), "skipped: no curl here"));
        return;
    }
    // The address of a redirect is what the payer's browser follows.
    let post = "curl -sS -o /dev/null -w '%{redirect_url}' -d";
    let orders = "http://127.0.0.1:{port}/en/orders";
    let order = format!("{post} 'product=tea&currency={currency}' {orders}");
    let start = format!("{post} '{form}' \"$({order})/pay\"");
    // The order's page is above the return address.
    let paid = "page={return_url}; curl -sS \"${page%/return/*}\" | grep -q '>shipped ·'";
    let shop = format!("PLUTU_TIMEOUT=3 exec '{}'", env!("CARGO_BIN_EXE_shop"));
    let program = Program::new();
    let code = program.run_with([
        "plutu-sandbox",
        "check",
        "--gateway",
        gateway,
        "--run",
        &shop,
        "--start",
        &start,
        "--paid",
        paid,
    ]);
    assert_eq!(code, ExitCode::SUCCESS);
}
