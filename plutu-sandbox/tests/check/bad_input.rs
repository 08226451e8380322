//! Shops that cannot be checked. One sentence names the failed step, what came back, and what to
//! change.

use std::fs;
use std::io;
use std::io::Write as _;
use std::process::Command;

use crate::program::Checked;
use crate::program::LONG;
use crate::program::SHORT;
use crate::program::by_password;
use crate::program::check;
use crate::program::checking;
use crate::program::checking_for;
use crate::program::patient;
use crate::program::shop;
use crate::temporary::Temporary;

const PAID: &str = "http://127.0.0.1:{port}/paid?invoice_no={invoice_no}";

/// A check of the small shop with another `--start` and another `--paid`.
fn with(start: &str, paid: &str) -> Checked {
    with_patience(LONG, start, paid)
}

fn with_patience(patience: &str, start: &str, paid: &str) -> Checked {
    let mut command = checking_for(&shop(), patience);
    command
        .args(["--gateway", "mpgs", "--start", start, "--paid", paid])
        .env("SHOP_GATEWAY", "mpgs");
    Checked::of(command)
}

fn assert_says(checked: &Checked, parts: &[&str]) {
    assert_eq!(checked.code, Some(2), "{} {}", checked.error, checked.json);
    for part in parts {
        assert!(checked.error.contains(part), "{part:?}: {}", checked.error);
    }
    assert_eq!(checked.error.trim().lines().count(), 1, "{}", checked.error);
}

#[test]
fn a_shop_that_does_not_start_a_payment() {
    let checked = with("http://127.0.0.1:{port}/nowhere", PAID);
    let parts = [
        "to start a payment",
        "did not call the sandbox",
        "status 404",
        "correct the path in --start",
    ];
    assert_says(&checked, &parts);
}

/// The shop's last lines say why, for example where a script in PHP cannot be parsed.
#[test]
fn a_shop_that_fails() {
    let run = format!(
        "echo 'PHP Parse error in shop.php' >&2; SHOP_MISTAKE=fails {}",
        shop()
    );
    let mut command = checking(&run);
    let start = "http://127.0.0.1:{port}/start?amount={amount}&invoice_no={invoice_no}";
    command
        .args(["--gateway", "mpgs", "--start", start, "--paid", PAID])
        .env("SHOP_GATEWAY", "mpgs");
    let parts = [
        "status 500",
        "the shop failed",
        "the shop printed \"",
        "PHP Parse error in shop.php",
    ];
    assert_says(&Checked::of(command), &parts);
}

#[test]
fn a_shop_whose_request_is_refused() {
    let start = "http://127.0.0.1:{port}/start?amount=-1&invoice_no={invoice_no}";
    let checked = with(start, PAID);
    assert_says(
        &checked,
        &["refused the shop's request", "INVALID_AMOUNT", "status 502"],
    );
}

#[test]
fn a_shop_that_prints_nonsense() {
    assert_says(
        &with("echo hello", PAID),
        &["`echo hello`", "\"hello\"", "PLUTU_BASE_URL"],
    );
    assert_says(
        &with("echo no >&2; exit 3", PAID),
        &["exit code 3", "\"no\"", "--start"],
    );
}

#[test]
fn a_shop_that_hangs() {
    let checked = with_patience(SHORT, "sleep 600", PAID);
    assert_says(
        &checked,
        &["`sleep 600`", "did not end within 5 s", "--patience"],
    );
}

#[test]
fn a_shop_that_says_nonsense_of_its_orders() {
    let start = "http://127.0.0.1:{port}/start?amount={amount}&invoice_no={invoice_no}";
    for (paid, parts) in [
        ("exit 7", ["exit code 7", "exit with 0"]),
        (
            "echo '{\"paid\":\"x\"}'",
            ["whole number", "whether an order is paid"],
        ),
        (
            "http://127.0.0.1:{port}/callback",
            ["405", "whether an order is paid"],
        ),
    ] {
        assert_says(&with(start, paid), &parts);
    }
}

/// The probe of a lost reply to a charge, in a check whose payer starts the payment again with
/// this.
fn again(patience: &str, what: &str) -> Checked {
    let mut command = patient("sadadapi", "", patience);
    command.args(["--only", LOST, "--again", what]);
    Checked::of(command)
}

/// The same probe, in a check with only the options that are required, and with this `--code`.
fn losing_a_reply(code: &str) -> Command {
    let mut command = by_password("", code);
    command.args(["--only", LOST]);
    command
}

const LOST: &str = "charge-answer-lost";

const CODE: &str = "http://127.0.0.1:{port}/code?invoice_no={invoice_no}&code={code}";

#[test]
fn a_payment_that_cannot_be_started_again_is_reported() {
    for (what, parts) in [
        (
            "plutu-no-such-command {order_no}",
            ["`plutu-no-such-command CHECK-", "exit code 127"],
        ),
        ("./ {order_no}", ["`./ CHECK-", "exit code 126"]),
        ("kill -9 $$", ["`kill -9 $$`", "a signal"]),
        ("sleep 600", ["`sleep 600`", "did not end within 5 s"]),
        (
            "http://127.0.0.1:1/pay",
            ["127.0.0.1:1/pay", "cannot connect"],
        ),
        ("http://192.0.2.1/pay", ["192.0.2.1/pay", "--allow-host"]),
        (
            "http://127.0.0.1:{port}/nowhere",
            ["/nowhere", "the answer was 404"],
        ),
        (
            "http://127.0.0.1:{port}/callback",
            ["/callback", "the answer was 405"],
        ),
    ] {
        let hangs = what.starts_with("sleep");
        let checked = again(if hangs { SHORT } else { LONG }, what);
        assert_eq!(checked.names("not run"), [LOST], "{what}: {}", checked.json);
        assert_eq!(checked.code, Some(2), "{what}");
        let says = checked.probe(LOST)["says"].to_string();
        for part in parts {
            assert!(says.contains(part), "{what}: {part}: {says}");
        }
        let is_of_again = says.contains("--again") || says.contains("of an order again");
        assert!(is_of_again && !says.contains("--start"), "{what}: {says}");
    }
}

/// An order that is not paid cannot lose its payment.
#[test]
fn a_shop_that_does_not_see_a_further_payment_does_not_pass() {
    let probes = ["canceled-after-payment", "declined-after-payment"];
    let mut command = check("mpgs", "pays-one-order");
    command.args(["--only", &probes.join(",")]);
    let checked = Checked::of(command);
    assert_eq!(checked.names("not run"), probes, "{}", checked.json);
    assert_eq!(checked.code, Some(2), "{}", checked.error);
    let says = checked.probe(probes[0])["says"].to_string();
    assert!(
        says.contains("did not call the order paid in time"),
        "{says}"
    );
}

/// A shop may refuse the payer in any way.
#[test]
fn a_payment_that_the_shop_refuses_to_start_again_is_fine() {
    let at = "http://127.0.0.1:{port}/start?amount={amount}&invoice_no={invoice_no}";
    for what in [at, "exit 22"] {
        let checked = again(LONG, what);
        let passed = ["genuine-payment", LOST];
        assert_eq!(checked.names("passed"), passed, "{what}: {}", checked.json);
        assert_eq!(checked.code, Some(0), "{what}");
    }
}

#[test]
fn a_password_that_cannot_be_entered_is_reported() {
    let code = |what: &str| Checked::of(losing_a_reply(what));
    let parts = [
        "to enter a one-time password, `plutu-no-such-command 111111`",
        "exit code 127",
        "correct --code",
    ];
    assert_says(&code("plutu-no-such-command {code}"), &parts);

    if Command::new("curl").arg("--version").output().is_err() {
        writeln!(io::stderr(), "skipped: no curl here").unwrap();
        return;
    }
    // The payer of each order can enter the password once.
    let entered = Temporary::new("entered");
    fs::create_dir(entered.path()).unwrap();
    let once = code(&format!(
        "mkdir '{}'/{{order_no}} || exit 127; \
         curl -sS 'http://127.0.0.1:{{port}}/code?invoice_no={{order_no}}&code={{code}}'",
        entered.path().display()
    ));
    assert_eq!(
        once.names("not run"),
        [LOST],
        "{} {}",
        once.error,
        once.json
    );
    let says = once.probe(LOST)["says"].to_string();
    assert!(says.contains("correct --code"), "{says}");
}

/// What `--paid` says in JSON means nothing in `--failed`.
#[test]
fn a_shop_says_that_an_order_failed_by_the_status_or_the_exit_code() {
    for (failed, found) in [
        ("echo '{\"paid\":\"x\"}'", &[LOST][..]),
        ("echo '{\"paid\":0}'", &[LOST]),
        ("echo '{\"paid\":1}'; exit 1", &[]),
    ] {
        let mut command = losing_a_reply(CODE);
        // The genuine payment has the first order, which is paid.
        let failed = format!("case {{order_no}} in *-0) exit 1;; esac; {failed}");
        command.args(["--failed", &failed]);
        let checked = Checked::of(command);
        assert_eq!(checked.names("finding"), found, "{}", checked.json);
        assert_eq!(checked.names("not run"), [""; 0], "{}", checked.json);
    }
}

#[test]
fn a_shop_that_redirects_elsewhere() {
    let checked = Checked::of(check("mpgs", "elsewhere"));
    assert_says(
        &checked,
        &[
            "redirected to \"https://pay.example/checkout/1\"",
            "`redirect_url`",
        ],
    );
}

#[test]
fn a_shop_that_pays_with_another_gateway() {
    let mut command = check("mpgs", "");
    command.env("SHOP_GATEWAY", "localbankcards");
    let checked = Checked::of(command);
    assert_says(
        &checked,
        &["opened a payment with localbankcards", "--gateway"],
    );
}

#[test]
fn a_shop_that_does_not_run() {
    let mut command = checking("echo no such module >&2; exit 4");
    command.args([
        "--gateway",
        "mpgs",
        "--start",
        "http://127.0.0.1:{port}/",
        "--paid",
        "true",
    ]);
    let checked = Checked::of(command);
    assert_says(
        &checked,
        &["to start the shop", "\"no such module\"", "--run"],
    );
}

#[test]
fn a_shop_elsewhere_is_left_alone() {
    for start in ["http://192.0.2.1/start", "http://api.plutus.ly/api/v1"] {
        let checked = with(start, PAID);
        assert_eq!(checked.code, Some(2), "{}", checked.error);
    }
    let mut command = check("mpgs", "");
    command.args(["--allow-host", "api.plutus.ly"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("nothing is ever sent to Plutu")
    );
}

#[test]
fn an_option_with_an_error_is_refused_before_the_check() {
    let start = "http://127.0.0.1:{port}/start?invoice={invoice}";
    let expected = ["--start: ", "`{invoice}`", "`{invoice_no}`", "`{order_no}`"];
    assert_says(&with(start, PAID), &expected);
    let paid = "http://127.0.0.1:{port}/paid?code={code}";
    let start = "http://127.0.0.1:{port}/start?invoice_no={invoice_no}";
    assert_says(&with(start, paid), &["--paid: ", "`{code}`"]);
    let https = with("https://127.0.0.1/start", PAID);
    assert_says(&https, &["--start: https is not supported"]);

    // A probe that no gateway has would be left out, and the check would pass.
    let mut foreign = check("mpgs", "");
    foreign.args(["--only", "forged-hash,charge-answer-lost"]);
    let parts = ["--only: charge-answer-lost is not a probe of mpgs; `check --list"];
    assert_says(&Checked::of(foreign), &parts);

    let mut command = Command::new(env!("CARGO_BIN_EXE_plutu-sandbox"));
    command.args([
        "check",
        "--gateway",
        "mpgs",
        "--start",
        start,
        "--paid",
        PAID,
    ]);
    let parts = ["--start: `{port}` needs --run; write the shop's port"];
    assert_says(&Checked::of(command), &parts);
    let mut command = Command::new(env!("CARGO_BIN_EXE_plutu-sandbox"));
    command.args(["check", "--config", "nope.toml"]);
    assert_says(
        &Checked::of(command),
        &["--config: cannot read nope.toml: "],
    );
}
