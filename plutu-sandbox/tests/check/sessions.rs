//! A shop that recognizes its payers by a cookie.

use crate::program::Checked;
use crate::program::check;

fn with_sessions(mistake: &str) -> Checked {
    let mut command = check("mpgs", mistake);
    command.args(["--skip", "answer-late"]);
    command.env("SHOP_SESSIONS", "1");
    Checked::of(command)
}

#[test]
fn each_payer_has_cookies_of_their_own() {
    let checked = with_sessions("");
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
    let checked = with_sessions("strict-session");
    assert_eq!(
        checked.names("finding"),
        ["genuine-payment"],
        "{} {}",
        checked.error,
        checked.json
    );
}
