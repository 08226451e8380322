//! A shop in PHP that uses the documented calls of the official SDK. The check finds what is known
//! about the SDK's rule.

use std::fs;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::program::Checked;
use crate::program::checking;
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

#[test]
fn the_known_mistakes_of_the_documented_calls_are_found() {
    if Command::new("php").arg("--version").output().is_err() {
        drop(writeln!(io::stderr(), "skipped: no php here"));
        return;
    }
    let state = Temporary::new("php");
    fs::create_dir_all(state.path()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/shop.php");
    let run = format!("exec php -S 127.0.0.1:$PORT '{}'", script.display());
    let mut command = checking(&run);
    command
        .args(["--gateway", "mpgs", "--start"])
        .arg("http://127.0.0.1:{port}/start?amount={amount}&invoice_no={invoice_no}")
        .args([
            "--paid",
            "http://127.0.0.1:{port}/paid?invoice_no={invoice_no}",
        ])
        .env("SHOP_STATE", state.path())
        // The check sets it, so that the shop answers several requests at a time.
        .env_remove("PHP_CLI_SERVER_WORKERS");
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
