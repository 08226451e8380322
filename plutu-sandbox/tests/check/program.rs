//! Runs the program against the small shop, which is a process of its own.

use std::env;
use std::process::Command;
use std::process::Output;

use serde_json::Value;
use serde_json::json;

/// A check of the small shop, which makes this mistake. Its replies are late by 60 seconds, as they
/// are by default. For an order that stays unpaid by a mistake, the check waits as long as it is
/// patient. Without a mistake, the patience is only a limit, which no machine reaches.
pub(crate) fn check(gateway: &str, mistake: &str) -> Command {
    let patience = if mistake.is_empty() { LONG } else { SHORT };
    patient(gateway, mistake, patience)
}

/// As [`check`], with this patience, in seconds.
pub(crate) fn patient(gateway: &str, mistake: &str, patience: &str) -> Command {
    let mut command = checking_for(&shop(), patience);
    command
        .args(["--gateway", gateway, "--start"])
        .arg("http://127.0.0.1:{port}/start?amount={amount}&invoice_no={invoice_no}")
        .args([
            "--paid",
            "http://127.0.0.1:{port}/paid?invoice_no={invoice_no}",
        ])
        .args([
            "--code",
            "http://127.0.0.1:{port}/code?invoice_no={invoice_no}&code={code}",
        ])
        .args([
            "--failed",
            "http://127.0.0.1:{port}/failed?invoice_no={invoice_no}",
        ])
        .env("SHOP_GATEWAY", gateway)
        .env("SHOP_MISTAKE", mistake);
    command
}

/// A check of the small shop, which makes this mistake, with one-time passwords that this `--code`
/// enters. It has no other options than the required ones.
pub(crate) fn by_password(mistake: &str, code: &str) -> Command {
    let mut command = checking(&shop());
    command
        .args(["--gateway", "sadadapi", "--code", code, "--start"])
        .arg("http://127.0.0.1:{port}/start?amount={amount}&invoice_no={invoice_no}")
        .args([
            "--paid",
            "http://127.0.0.1:{port}/paid?invoice_no={invoice_no}",
        ])
        .env("SHOP_GATEWAY", "sadadapi")
        .env("SHOP_MISTAKE", mistake);
    command
}

/// A check of a shop that this command starts, and that makes no mistake that is waited for.
pub(crate) fn checking(run: &str) -> Command {
    checking_for(run, LONG)
}

/// As [`checking`], with this patience, in seconds.
pub(crate) fn checking_for(run: &str, patience: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plutu-sandbox"));
    command.args(["check", "--run", run, "--patience", patience]);
    command
}

/// The command that starts the small shop: this test's own program.
pub(crate) fn shop() -> String {
    let program = env::current_exe().unwrap();
    format!(
        "exec '{}' --exact shop::serve --ignored --nocapture",
        program.display()
    )
}

/// The patience for a shop that may take its time.
pub(crate) const LONG: &str = "60";

/// The patience for a shop that leaves an order unpaid.
pub(crate) const SHORT: &str = "5";

/// The probe, and the mistake, of a shop that does not see a genuine payment.
pub(crate) const CONTROL: &str = "genuine-payment";

/// The output of a check with `--json`.
pub(crate) struct Checked {
    pub(crate) code: Option<i32>,
    pub(crate) json: Value,
    pub(crate) error: String,
}

impl Checked {
    pub(crate) fn of(mut command: Command) -> Self {
        let Output {
            status,
            stdout,
            stderr,
        } = command.arg("--json").output().unwrap();
        Self {
            code: status.code(),
            json: serde_json::from_slice(&stdout).unwrap_or_default(),
            error: String::from_utf8(stderr).unwrap(),
        }
    }

    /// A check of a shop with this mistake, with a short patience. If that is too short on a busy
    /// machine, the check is repeated with a long one.
    pub(crate) fn patiently(mistake: &str, command: impl Fn(&str) -> Command) -> Self {
        let checked = Self::of(command(SHORT));
        if checked.took_too_long(mistake) {
            return Self::of(command(LONG));
        }
        checked
    }

    /// Whether a probe was not run, or the genuine payment was not seen, because something took
    /// longer than the check was patient. The shop makes this mistake.
    pub(crate) fn took_too_long(&self, mistake: &str) -> bool {
        if mistake != CONTROL && self.names("finding").contains(&CONTROL) {
            return true;
        }
        let not_run = self.probes().filter(|probe| probe["result"] == "not run");
        let reasons = not_run.filter_map(|probe| probe["says"].as_str());
        let mut reasons = reasons.chain([self.error.as_str()]);
        let waits = ["no answer within", "did not end within", "in time"];
        reasons.any(|reason| waits.iter().any(|it| reason.contains(it)))
    }

    /// The names of the probes with this result.
    pub(crate) fn names(&self, result: &str) -> Vec<&str> {
        let probes = self.probes().filter(|probe| probe["result"] == result);
        probes.filter_map(|probe| probe["name"].as_str()).collect()
    }

    /// The probe of this name.
    pub(crate) fn probe(&self, name: &str) -> &Value {
        self.probes().find(|probe| probe["name"] == name).unwrap()
    }

    /// The probes of all gateways.
    pub(crate) fn probes(&self) -> impl Iterator<Item = &Value> {
        let gateways = self.json["gateways"].as_array().into_iter().flatten();
        gateways.flat_map(|gateway| gateway["probes"].as_array().unwrap())
    }
}

#[test]
fn a_check_that_was_too_short_is_repeated() {
    let checked = |result: &str, says: &str| {
        let probe = json!({"name": CONTROL, "result": result, "says": says});
        Checked {
            code: None,
            json: json!({"gateways": [{"probes": [probe]}]}),
            error: String::new(),
        }
    };
    let unseen = checked("finding", "the order is not paid");
    assert!(unseen.took_too_long("twice"));
    assert!(!unseen.took_too_long(CONTROL));
    assert!(checked("not run", "no answer within 5 s").took_too_long(CONTROL));
    assert!(!checked("passed", "").took_too_long("twice"));
}
