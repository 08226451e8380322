//! A shop that recognizes its payers by a cookie.

use std::process::Command;

use crate::program::CONTROL;
use crate::program::Checked;
use crate::program::check;
use crate::program::patient;

fn with_sessions(mut command: Command) -> Command {
    command.args(["--skip", "answer-late"]);
    command.env("SHOP_SESSIONS", "1");
    command
}

#[test]
fn each_payer_has_cookies_of_their_own() {
    let checked = Checked::of(with_sessions(check("mpgs", "")));
    assert_eq!(
        checked.names("finding"),
        [""; 0],
        "{} {}",
        checked.error,
        checked.json
    );
    assert_eq!(checked.code, Some(0), "{}", checked.json);
}

/// The payer comes back from Plutu's page, and browsers do not send such a cookie then.
#[test]
fn a_strict_cookie_loses_the_payer() {
    let strict = |patience: &str| with_sessions(patient("mpgs", "strict-session", patience));
    let checked = Checked::patiently(CONTROL, strict);
    assert_eq!(
        checked.names("finding"),
        ["genuine-payment"],
        "{} {}",
        checked.error,
        checked.json
    );
}
