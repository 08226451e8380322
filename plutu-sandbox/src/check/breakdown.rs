//! Whether a shop broke: what the payer saw when the shop could not start a payment.

use crate::check::process::Done;
use crate::check::start::Begun;
use crate::check::start::NotBegun;
use crate::check::trouble::shown;
use crate::check::visit::NoAnswer;

/// Says how the shop broke, as the end of a sentence. `None` if the payer saw a page.
pub(super) fn of(begun: &Result<Begun, NotBegun>) -> Option<String> {
    match begun {
        Ok(begun) => of_answer(begun),
        Err(NotBegun::NoAnswer { url, error }) => of_no_answer(url, error),
        Err(NotBegun::InCircles(url)) => Some(format!(
            "the shop redirected the payer in circles, at last to {}",
            shown(url)
        )),
        Err(NotBegun::Failed { command, done }) => of_command(command, done),
        Err(NotBegun::NotRun(trouble)) => Some(format!("the command did not end: {trouble}")),
    }
}

fn of_answer(begun: &Begun) -> Option<String> {
    let answered = |status| format!("the shop answered the payer with {status}");
    if let Some(line) = trace(&begun.text) {
        return Some(format!("the shop showed the payer {}", shown(line)));
    }
    match (begun.status?, &begun.redirected_to) {
        // A sentence for the payer makes these three an answer.
        (status @ 502..=504, _) if begun.text.trim().is_empty() => {
            Some(format!("{} and nothing to read", answered(status)))
        }
        (502..=504, _) => None,
        (status @ 500.., _) => Some(answered(status)),
        (status @ 300..400, _) => Some(format!("{} and no address to go to", answered(status))),
        (status @ 400.., Some(url)) => Some(format!(
            "the shop redirected the payer to {}, where it answered with {status}",
            shown(url)
        )),
        _ => None,
    }
}

fn of_no_answer(url: &str, error: &NoAnswer) -> Option<String> {
    match error {
        // Another site may have a page for the payer, and the limit is no fault of the shop.
        NoAnswer::NotAllowed | NoAnswer::TooMany(_) => None,
        error => Some(format!(
            "the payer saw no page at {}: {error}",
            shown(url.split('?').next().unwrap_or(url))
        )),
    }
}

/// A command that cannot start a payment may say so by its exit code. One that crashes ends with a
/// signal, which a shell reports as 128 and more, or with a code such as 101 (Rust) or 255 (PHP),
/// or prints a trace.
fn of_command(command: &str, done: &Done) -> Option<String> {
    let has_crashed = done.code.is_none_or(|code| code >= CRASH);
    let line = trace(&done.stderr).or_else(|| trace(&done.stdout));
    if has_crashed || line.is_some() {
        let words = line.map_or_else(|| done.words(), shown);
        return Some(format!("`{command}` ended with {} and {words}", done.end()));
    }
    None
}

/// The line that shows that a program printed where it failed.
fn trace(text: &str) -> Option<&str> {
    let is_trace = |line: &&str| TRACES.iter().any(|trace| line.contains(trace));
    text.lines().find(is_trace).map(str::trim)
}

/// What PHP, Python, Node, Java, Go, Rust and Ruby print when nothing catches an error.
const TRACES: [&str; 9] = [
    "Fatal error: Uncaught",
    "<b>Fatal error</b>",
    "<b>Warning</b>",
    "Traceback (most recent call last)",
    "UnhandledPromiseRejection",
    "    at Object.<anonymous>",
    "Exception in thread \"",
    "goroutine 1 [running]",
    "panicked at ",
];

const CRASH: i32 = 100;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::check::cookies::Jar;
    use crate::check::target::Proposed;

    fn answer(status: u16, text: &str, redirected_to: Option<&str>) -> Option<String> {
        of(&Ok(Begun {
            status: Some(status),
            text: text.to_owned(),
            redirected_to: redirected_to.map(str::to_owned),
            order: Proposed {
                invoice_no: String::new(),
                amount: String::new(),
                started: String::new(),
                payer: Jar::default(),
            },
        }))
    }

    fn command(code: Option<i32>, stderr: &str) -> Option<String> {
        of(&Err(NotBegun::Failed {
            command: "./pay".to_owned(),
            done: Done {
                code,
                stdout: String::new(),
                stderr: stderr.to_owned(),
            },
        }))
    }

    #[test]
    fn a_sentence_for_the_payer_is_no_breakdown() {
        for (status, text, redirected_to) in [
            (200, "Please try again.", None),
            (200, "", Some("http://shop/sorry")),
            (409, "Please try again.", None),
            (502, "Please try again.", None),
            (503, "Please try again.", Some("http://shop/sorry")),
        ] {
            assert_eq!(answer(status, text, redirected_to), None, "{status} {text}");
        }
        for code in [1, 2, 22] {
            assert_eq!(command(Some(code), "no payment page"), None);
        }
    }

    #[test]
    fn a_breakdown_is_seen_in_the_answer() {
        for (status, text, redirected_to, expected) in [
            (500, "Oops", None, "answered the payer with 500"),
            (505, "Oops", None, "answered the payer with 505"),
            (502, " ", None, "502 and nothing to read"),
            (302, "", None, "302 and no address to go to"),
            (
                404,
                "Not found",
                Some("http://shop/undefined"),
                "to \"http://shop/undefined\", where it answered with 404",
            ),
            (
                200,
                "<br />\n<b>Fatal error</b>:  Uncaught TypeError",
                None,
                "showed the payer \"<b>Fatal error</b>",
            ),
        ] {
            let said = answer(status, text, redirected_to).unwrap_or_default();
            assert!(said.contains(expected), "{status}: {said}");
        }
    }

    #[test]
    fn a_breakdown_is_seen_in_how_a_command_ends() {
        for (code, stderr, expected) in [
            (None, "", "ended with a signal"),
            (Some(101), "", "exit code 101"),
            (Some(139), "", "exit code 139"),
            (Some(255), "", "exit code 255"),
            (Some(1), "Traceback (most recent call last):\n", "Traceback"),
        ] {
            let said = command(code, stderr).unwrap_or_default();
            assert!(said.contains(expected), "{code:?}: {said}");
        }
    }

    #[test]
    fn no_answer_is_a_breakdown_and_another_site_is_not() {
        let said = |error| {
            let url = "http://127.0.0.1:1/pay?secret".to_owned();
            of(&Err(NotBegun::NoAnswer { url, error }))
        };
        let broken = said(NoAnswer::Broken("early end".to_owned())).unwrap_or_default();
        assert!(
            broken.contains("early end") && !broken.contains("secret"),
            "{broken}"
        );
        assert!(said(NoAnswer::TimedOut(Duration::ZERO)).is_some());
        assert_eq!(said(NoAnswer::NotAllowed), None);
    }
}
