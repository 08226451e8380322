//! `plutu-sandbox check` attacks the shop and finds nothing. It counts how often each order is
//! paid.

use std::io;
use std::io::Write as _;
use std::process::Command;
use std::process::ExitCode;

use plutu_sandbox::Program;

use crate::scene::ADFALI;
use crate::scene::LOCAL_BANK_CARDS;
use crate::scene::MPGS;
use crate::scene::SADAD;
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

#[test]
fn the_shop_passes_all_probes_with_sadad() {
    pass("sadadapi", "dinars", SADAD);
}

#[test]
fn the_shop_passes_all_probes_with_adfali() {
    pass("edfali", "dinars", ADFALI);
}

/// Attacks the shop, which is a separate process, with payments of one kind.
fn pass(gateway: &str, currency: &str, form: &str) {
    if Command::new("curl").arg("--version").output().is_err() {
        // Directly, because the output of a passing test is not shown.
        drop(writeln!(io::stderr(), "skipped: no curl here"));
        return;
    }
    // Prints the address of the redirect, which the payer's browser would follow.
    let post = "curl -sS -o /dev/null -w '%{redirect_url}' -d";
    let orders = "http://127.0.0.1:{port}/en/orders";
    let order = format!("{post} 'product=tea&currency={currency}' {orders}");
    let start = format!("{post} '{form}' \"$({order})/pay\"");
    // --start prints the address of the page for the one-time password. That page and the return
    // address are both below the order's page.
    let code = "curl -sS -o /dev/null -d code={code} {started}";
    let page = if matches!(form, SADAD | ADFALI) {
        "page={started}; page=${page%/password}"
    } else {
        "page={return_url}; page=${page%/return/*}"
    };
    let again = format!("{page}; {post} '{form}' \"$page/pay\"");
    // Only 404 means that the order is not paid.
    let status = "answer=$(curl -sS -w ' %{http_code}' \"$page/status\")";
    let cases = "*' 200') echo \"${answer% *}\" ;; *' 404') exit 1 ;; *) exit 2 ;;";
    let paid = format!("{page}; {status}; case $answer in {cases} esac");
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
        &paid,
        "--code",
        code,
        "--again",
        &again,
    ]);
    assert_eq!(code, ExitCode::SUCCESS);
}
