//! A shop in PHP that uses the official SDK's documented calls: what the check finds is what is
//! known of its rule.

use std::env;
use std::fs;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::process::Command;

use crate::program::Checked;
use crate::program::checking;

/// What the rule does not look at: the amount, the gateway, the currency, whether a required key is
/// there; and what it breaks at.
const FOUND: [&str; 5] = [
    "changed-amount",
    "return-as-payment",
    "callback-of-another-gateway",
    "wrong-currency",
    "hash-as-list",
];

#[test]
fn a_shop_that_uses_the_documented_calls_of_the_sdk_is_found_to_do_what_is_known_of_it() {
    if Command::new("php").arg("--version").output().is_err() {
        drop(writeln!(io::stderr(), "skipped: no php here"));
        return;
    }
    let state = State::new();
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
        .env("SHOP_STATE", &state.0)
        // It serves one request at a time otherwise.
        .env("PHP_CLI_SERVER_WORKERS", "8");
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

/// A folder that goes with the test.
struct State(PathBuf);

impl State {
    fn new() -> Self {
        let folder = env::temp_dir().join(format!("plutu-check-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for State {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}
