//! The commands that come with a finding reproduce it.

use std::io;
use std::io::Write as _;
use std::process::Command;

use crate::program::Checked;
use crate::program::by_password;
use crate::program::check;

fn shell(line: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]);
    shell
}

/// The line of the report, as a person would copy it.
#[test]
fn the_line_of_a_finding_finds_it_again() {
    for (gateway, mistake, probe) in [
        ("mpgs", "forged-hash", "forged-hash"),
        ("mpgs", "answer-lost", "answer-lost"),
        ("mpgs", "html-and-nothing", "html-instead-of-json"),
        ("tlync", "return-as-payment", "return-as-payment"),
        ("sadadapi", "charge-answer-lost", "charge-answer-lost"),
        ("sadadapi", "second-start", "charge-answer-cut"),
        ("sadadapi", "wrong-password", "wrong-password"),
        ("sadadapi", "payer-leaves", "payer-leaves"),
    ] {
        let mut command = check(gateway, mistake);
        command.args(["--only", probe]);
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let mut again = shell(&format!("{} --json", line_of(&text)));
        again
            .env("SHOP_GATEWAY", gateway)
            .env("SHOP_MISTAKE", mistake);
        // What is added to the line is the last word of a check, so it stays valid.
        let again = Checked::of(again);
        assert_eq!(
            again.names("finding"),
            [probe],
            "{} {}",
            again.error,
            again.json
        );
        assert_eq!(
            again.probes().count(),
            2,
            "the genuine payment, and the one: {}",
            again.json
        );
    }
}

/// The command that finds the only finding of a report again.
fn line_of(report: &str) -> &str {
    let lines = report.lines();
    let mut lines = lines.filter_map(|line| line.strip_prefix("  again  "));
    let line = lines.next().unwrap();
    assert_eq!(lines.next(), None, "{report}");
    line
}

/// An option of several lines is one line in the report, and the shell reads it as it was.
#[test]
fn the_line_of_a_finding_repeats_an_option_of_several_lines() {
    if Command::new("bash").arg("--version").output().is_err() {
        writeln!(io::stderr(), "skipped: no bash here").unwrap();
        return;
    }
    let run = format!("# It's \\n here.\n\ttrue\n{}", crate::program::shop());
    let mut command = crate::program::checking(&run);
    let start = "http://127.0.0.1:{port}/start?amount={amount}&invoice_no={invoice_no}";
    let paid = "http://127.0.0.1:{port}/paid?invoice_no={invoice_no}";
    command.args(["--gateway", "mpgs", "--only", "forged-hash"]);
    command.args(["--start", start, "--paid", paid]);
    command.env("SHOP_GATEWAY", "mpgs");
    command.env("SHOP_MISTAKE", "forged-hash");
    let report = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let mut again = Command::new("bash");
    again.args(["-c", &format!("{} --json", line_of(&report))]);
    again.env("SHOP_GATEWAY", "mpgs");
    again.env("SHOP_MISTAKE", "forged-hash");
    let again = Checked::of(again);
    assert_eq!(again.names("finding"), ["forged-hash"], "{}", again.error);
}

/// A finding of a message has the message, as a line for curl.
#[test]
fn every_finding_has_the_command_that_repeats_it() {
    for (gateway, mistake) in [("mpgs", "genuine-payment"), ("tlync", "forged-hash")] {
        let checked = Checked::of(check(gateway, mistake));
        let found = checked
            .probes()
            .filter(|probe| probe["result"] == "finding");
        let found: Vec<_> = found.collect();
        assert!(!found.is_empty());
        for probe in found {
            let again = probe["again"].as_str().unwrap();
            let name = probe["name"].as_str().unwrap();
            let end = format!(" --gateway {gateway} --only {name}");
            assert!(again.ends_with(&end), "{again}");
            assert!(
                probe["curl"][0].as_str().unwrap().starts_with("curl -i "),
                "{probe}"
            );
        }
    }
}

/// A command in `--start` that ends by a crash is a finding. One that says that there is no payment
/// page is not.
#[test]
fn a_command_that_crashes_is_found() {
    if Command::new("curl").arg("--version").output().is_err() {
        writeln!(io::stderr(), "skipped: no curl here").unwrap();
        return;
    }
    for (end, found) in [
        ("exit 1", &[][..]),
        ("exit 101", &["html-instead-of-json"][..]),
    ] {
        let url = "'http://127.0.0.1:{port}/start?amount={amount}&invoice_no={invoice_no}'";
        let page = format!("curl -sS -o /dev/null -w '%{{redirect_url}}' {url}");
        let start = format!("page=$({page}); test -n \"$page\" || {end}; echo \"$page\"");
        let paid = "curl -sSf 'http://127.0.0.1:{port}/paid?invoice_no={invoice_no}' || exit 1";
        let mut command = crate::program::checking(&crate::program::shop());
        command.args(["--gateway", "mpgs", "--only", "html-instead-of-json"]);
        command.args(["--start", &start, "--paid", paid]);
        command.env("SHOP_GATEWAY", "mpgs");
        let checked = Checked::of(command);
        assert_eq!(
            checked.names("finding"),
            found,
            "{} {}",
            checked.error,
            checked.json
        );
        assert_eq!(checked.names("not run"), [""; 0], "{}", checked.json);
        assert!(
            checked.json["commands"].as_u64().unwrap() > 4,
            "{}",
            checked.json
        );
    }
}

/// The payer of a command leaves when the command is ended.
#[test]
fn a_payer_who_leaves_a_command_is_simulated() {
    if !cfg!(unix) || Command::new("curl").arg("--version").output().is_err() {
        writeln!(io::stderr(), "skipped: no curl or no signals here").unwrap();
        return;
    }
    let url = "'http://127.0.0.1:{port}/code?invoice_no={invoice_no}&code={code}'";
    // The shell waits for curl, so both must end.
    let code = format!("curl -sS {url}; true");
    for (mistake, found) in [("", &[][..]), ("payer-leaves", &["payer-leaves"])] {
        let mut command = by_password(mistake, &code);
        command.args(["--only", "payer-leaves"]);
        let checked = Checked::of(command);
        let (error, json) = (&checked.error, &checked.json);
        assert_eq!(checked.names("finding"), found, "{error} {json}");
        assert_eq!(checked.names("not run"), [""; 0], "{json}");
    }
}

/// `{started}` stays what `--start` printed: `--again` may print nothing, or end elsewhere.
#[test]
fn the_password_of_a_second_start_is_entered_where_the_first_one_was() {
    if Command::new("curl").arg("--version").output().is_err() {
        writeln!(io::stderr(), "skipped: no curl here").unwrap();
        return;
    }
    let start = "http://127.0.0.1:{port}/start?amount={amount}&invoice_no={invoice_no}";
    let silent = format!("curl -sS -o /dev/null '{start}'");
    let form = "http://127.0.0.1:{port}/code?invoice_no={invoice_no}";
    for again in [&silent, start] {
        let mut command = crate::program::checking(&crate::program::shop());
        command.args(["--gateway", "sadadapi", "--only", "charge-answer-lost"]);
        command.args(["--start", &format!("{silent}; echo '{form}'")]);
        command.args(["--code", "curl -sS -o /dev/null {started}'&code={code}'"]);
        command.args(["--again", again, "--paid"]);
        command.arg("http://127.0.0.1:{port}/paid?invoice_no={invoice_no}");
        command.env("SHOP_GATEWAY", "sadadapi");
        command.env("SHOP_MISTAKE", "second-start");
        let checked = Checked::of(command);
        let (error, json) = (&checked.error, &checked.json);
        let found = checked.names("finding");
        assert_eq!(found, ["charge-answer-lost"], "{again}: {error} {json}");
    }
}

/// A command may call any error of curl a no, and a refused connection sends no second charge.
#[test]
fn a_shop_that_crashes_after_a_charge_does_not_pass() {
    if !cfg!(unix) || Command::new("curl").arg("--version").output().is_err() {
        writeln!(io::stderr(), "skipped: no curl or no signals here").unwrap();
        return;
    }
    let get = |path| format!("curl -sSf 'http://127.0.0.1:{{port}}/{path}'");
    let start = get("start?amount={amount}&invoice_no={invoice_no}");
    let code = get("code?invoice_no={invoice_no}&code={code}");
    let paid = get("paid?invoice_no={invoice_no}") + " || exit 1";
    for probe in ["charge-answer-lost", "payer-leaves"] {
        let mut command = crate::program::checking(&crate::program::shop());
        command.args(["--gateway", "sadadapi", "--only", probe, "--start", &start]);
        command.args(["--code", &code, "--again", &start, "--paid", &paid]);
        command.env("SHOP_GATEWAY", "sadadapi");
        command.env("SHOP_MISTAKE", "crash");
        let checked = Checked::of(command);
        let (error, json) = (&checked.error, &checked.json);
        assert_eq!(checked.names("not run"), [probe], "{error} {json}");
        let says = checked.probe(probe)["says"].as_str().unwrap();
        assert!(says.contains("the shop no longer answers: "), "{says}");
    }
}
