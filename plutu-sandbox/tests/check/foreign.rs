//! A shop in PHP that uses the documented calls of the official SDK. The check finds what is known
//! about the SDK's rule.

use std::fs;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::program::Checked;
use crate::program::LONG;
use crate::program::checking_for;
use crate::temporary::Temporary;

/// The rule does not compare the amount, the gateway and the currency, and requires no key. It
/// fails with an error if `hashed` is a list.
const FOUND: [&str; 5] = [
    "changed-amount",
    "return-as-payment",
    "callback-of-another-gateway",
    "wrong-currency",
    "hash-as-list",
];

/// A shop that answers one request at a time does not ask Plutu for a second order while it waits
/// for a late reply. That is no mistake.
#[test]
fn a_shop_that_waits_for_a_late_reply_has_made_no_mistake_with_another_order() {
    if !has_php() {
        return;
    }
    let state = Temporary::new("php-one-worker");
    fs::create_dir_all(state.path()).unwrap();
    let mut command = shop(&state, "2");
    command
        .args(["--only", "html-instead-of-json,answer-late", "--late", "8"])
        .env("PHP_CLI_SERVER_WORKERS", "1")
        .env("SHOP_TIMEOUT", "30");
    let checked = Checked::of(command);
    assert_eq!(checked.names("finding"), [""; 0], "{}", checked.json);
    assert_eq!(checked.names("not run"), ["html-instead-of-json"]);
    assert_eq!(checked.code, Some(2));
    let says = checked.probe("html-instead-of-json")["says"].to_string();
    for part in [
        "no answer within 2 s",
        "waits for the late reply",
        "PHP_CLI_SERVER_WORKERS=8",
        "--skip answer-late",
    ] {
        assert!(says.contains(part), "{part}: {says}");
    }
}

#[test]
fn the_known_mistakes_of_the_documented_calls_are_found() {
    if !has_php() {
        return;
    }
    let state = Temporary::new("php");
    fs::create_dir_all(state.path()).unwrap();
    let mut command = shop(&state, LONG);
    // The check sets it, so that the shop answers several requests at a time.
    command.env_remove("PHP_CLI_SERVER_WORKERS");
    let checked = Checked::of(command);
    assert_eq!(
        checked.names("finding"),
        FOUND,
        "{} {}",
        checked.error,
        checked.json
    );
    assert!(checked.names("not run").is_empty(), "{}", checked.json);
    assert_eq!(checked.code, Some(1));
}

fn has_php() -> bool {
    let has_php = Command::new("php").arg("--version").output().is_ok();
    if !has_php {
        drop(writeln!(io::stderr(), "skipped: no php here"));
    }
    has_php
}

/// A check of the shop in PHP, with this patience in seconds.
fn shop(state: &Temporary, patience: &str) -> Command {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/shop.php");
    let run = format!("exec php -S 127.0.0.1:$PORT '{}'", script.display());
    let mut command = checking_for(&run, patience);
    command
        .args(["--gateway", "mpgs", "--start"])
        .arg("http://127.0.0.1:{port}/start?amount={amount}&invoice_no={invoice_no}")
        .args([
            "--paid",
            "http://127.0.0.1:{port}/paid?invoice_no={invoice_no}",
        ])
        .env("SHOP_STATE", state.path());
    command
}
