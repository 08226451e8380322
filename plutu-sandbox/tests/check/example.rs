//! The PHP shop in `examples/php`, which the recipes show. No attack succeeds.

use std::io;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::program::Checked;
use crate::program::checking;
use crate::temporary::Temporary;

#[test]
fn the_php_example_withstands_every_attack() {
    if Command::new("php").arg("--version").output().is_err() {
        drop(writeln!(io::stderr(), "skipped: no php here"));
        return;
    }
    let orders = Temporary::new("php-example");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/php/shop.php");
    let run = format!("exec php -S 127.0.0.1:$PORT '{}'", script.display());
    let mut command = checking(&run);
    command
        .args(["--gateway", "localbankcards", "--start"])
        .arg("http://127.0.0.1:{port}/pay?invoice_no={invoice_no}")
        .args([
            "--paid",
            "http://127.0.0.1:{port}/paid?invoice_no={invoice_no}",
        ])
        .env("SHOP_ORDERS", orders.path())
        // Without this, it serves one request at a time.
        .env("PHP_CLI_SERVER_WORKERS", "8");
    let checked = Checked::of(command);
    let passed = checked.names("passed").len();
    assert_eq!(passed, checked.probes().count(), "{}", checked.json);
    assert!(passed > 0, "{}", checked.error);
    assert_eq!(checked.code, Some(0));
}
