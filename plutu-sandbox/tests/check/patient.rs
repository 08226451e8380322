//! A shop that waits long for a late reply, and then calls the attempt failed.
//!
//! The times are a fraction of real ones: a reply that is late by 8 seconds instead of 60, a shop
//! that waits for 4 seconds instead of 30, and a patience of 1 second instead of 10.

use std::fs;
use std::process::Command;
use std::time::Duration;
use std::time::Instant;

use crate::program::Checked;
use crate::program::LONG;
use crate::program::patient;
use crate::temporary::Temporary;

/// The check of one probe, with the shop's time-out and the reply's delay in seconds.
fn wait(gateway: &str, mistake: &str, probe: &str, [time_out, late]: [u32; 2]) -> Checked {
    slowly(|times| {
        let mut command = patient(gateway, mistake, &times.to_string());
        command.args(["--only", probe, "--late", &(late * times).to_string()]);
        command.env("SHOP_TIMEOUT", (time_out * times).to_string());
        command
    })
}

/// A check with times that fit each other. If they are too short on a busy machine, the check is
/// repeated with five times as much.
fn slowly(command: impl Fn(u32) -> Command) -> Checked {
    let checked = Checked::of(command(1));
    if checked.took_too_long("") {
        return Checked::of(command(5));
    }
    checked
}

#[test]
fn a_shop_that_gives_up_late_is_found_to_call_the_attempt_failed() {
    for (gateway, probe, mistake) in [
        ("mpgs", "answer-late", "answer-late"),
        ("mpgs", "answer-late", "sends-again"),
        ("sadadapi", "charge-answer-late", "charge-answer-late"),
        ("sadadapi", "charge-answer-late", "second-start"),
    ] {
        let good = wait(gateway, "", probe, [4, 8]);
        assert_eq!(
            good.names("passed"),
            ["genuine-payment", probe],
            "{} {}",
            good.error,
            good.json
        );
        let bad = wait(gateway, mistake, probe, [4, 8]);
        assert_eq!(
            bad.names("finding"),
            [probe],
            "{mistake}: {} {}",
            bad.error,
            bad.json
        );
    }
}

/// Nothing that the payer sees says when the shop has given up.
#[test]
fn a_shop_that_charges_in_the_background_is_waited_for() {
    let background = |mistake: &str| {
        slowly(|times| {
            let mut command = patient("sadadapi", mistake, &times.to_string());
            let (late, time_out) = ((8 * times).to_string(), (4 * times).to_string());
            command.args(["--only", "charge-answer-late", "--late", &late]);
            command
                .env("SHOP_TIMEOUT", time_out)
                .env("SHOP_BACKGROUND", "1");
            command
        })
    };
    let good = background("");
    let passed = ["genuine-payment", "charge-answer-late"];
    assert_eq!(good.names("passed"), passed, "{} {}", good.error, good.json);
    let bad = background("second-start");
    let found = ["charge-answer-late"];
    assert_eq!(bad.names("finding"), found, "{} {}", bad.error, bad.json);
}

/// Such a shop makes no mistake, but it never met an unknown outcome either.
#[test]
fn a_shop_that_waits_for_the_reply_is_not_said_to_pass() {
    for (gateway, probe) in [("mpgs", "answer-late"), ("sadadapi", "charge-answer-late")] {
        let checked = wait(gateway, probe, probe, [30, 3]);
        let (error, json) = (&checked.error, &checked.json);
        assert_eq!(checked.names("skipped"), [probe], "{error} {json}");
        assert_eq!(checked.names("passed"), ["genuine-payment"]);
        assert_eq!(checked.code, Some(0));
        let says = checked.probe(probe)["says"].as_str().unwrap();
        for part in ["waited for the reply, which took 3", "set --late"] {
            assert!(says.contains(part), "{part}: {says}");
        }
    }
}

#[test]
fn the_reports_say_why_a_probe_is_skipped() {
    let junit = Temporary::new("skipped.xml");
    let mut command = patient("mpgs", "", LONG);
    command.args(["--only", "answer-late", "--late", "1", "--junit"]);
    command.arg(junit.path()).env("SHOP_TIMEOUT", "30");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let reason = "the shop waited for the reply, which took 1 s";
    let paragraph = format!("\n\nanswer-late: skipped\n  {reason}");
    assert!(text.contains(&paragraph), "{text}");
    assert!(text.contains("\n1 passed, 0 found, 1 skipped; "), "{text}");
    assert!(!text.contains("did not see a genuine payment"), "{text}");
    let junit = fs::read_to_string(junit.path()).unwrap();
    let case = format!("<skipped message=\"{reason}");
    assert!(junit.contains(&case), "{junit}");
}

/// The check waits for the shop, and not for the reply that nobody waits for any more.
#[test]
fn the_check_of_a_quick_shop_does_not_wait_for_the_late_reply() {
    let began = Instant::now();
    let checked = wait("mpgs", "", "answer-late", [1, 120]);
    assert_eq!(checked.code, Some(0), "{} {}", checked.error, checked.json);
    assert!(
        began.elapsed() < Duration::from_secs(100),
        "{:?}",
        began.elapsed()
    );
}
