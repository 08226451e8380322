//! Each mistake of a shop is found by its probe, and by no unrelated one.

use std::io::Write as _;
use std::thread;

use crate::program::Checked;
use crate::program::check;
use crate::program::patient;

/// A mistake is named after its probe. Further probes that find it have the same cause.
const MPGS: &[(&str, &[&str])] = &[
    ("", &[]),
    ("genuine-payment", &["genuine-payment"]),
    ("forged-hash", &["forged-hash"]),
    // A list is not a signature either.
    ("no-hash", &["no-hash", "hash-as-list"]),
    ("lower-case-hash", &["lower-case-hash"]),
    ("hash-with-newline", &["hash-with-newline"]),
    ("unsigned-approved", &["unsigned-approved"]),
    ("unsigned-amount", &["unsigned-amount"]),
    ("canceled", &["canceled"]),
    ("declined", &["declined"]),
    ("changed-amount", &["changed-amount"]),
    ("approval-of-another-order", &["approval-of-another-order"]),
    ("return-as-payment", &["return-as-payment"]),
    (
        "callback-of-another-gateway",
        &["callback-of-another-gateway"],
    ),
    ("wrong-currency", &["wrong-currency"]),
    ("replayed-to-second-order", &["replayed-to-second-order"]),
    // Every second settlement is counted.
    ("twice", &["twice", "twice-at-once", "prefetch"]),
    ("twice-at-once", &["twice-at-once"]),
    ("canceled-after-payment", &["canceled-after-payment"]),
    ("declined-after-payment", &["declined-after-payment"]),
    ("head", &["head"]),
    ("prefetch", &["prefetch"]),
    ("early-callback", &["early-callback"]),
    ("no-callback", &["no-callback"]),
    ("answer-lost", &["answer-lost"]),
    ("answer-late", &["answer-late"]),
    ("html-instead-of-json", &["html-instead-of-json"]),
    ("html-and-nothing", &["html-instead-of-json"]),
    ("html-and-trace", &["html-instead-of-json"]),
    ("html-and-nowhere", &["html-instead-of-json"]),
    ("html-and-crash", &["html-instead-of-json"]),
    ("html-and-paid", &["html-instead-of-json"]),
    ("hash-as-list", &["hash-as-list"]),
    ("sends-again", &["answer-lost", "answer-late"]),
];

/// The order of a charge without a reply is in doubt, whatever happened to the reply.
const UNANSWERED: [&str; 3] = [
    "charge-answer-lost",
    "charge-answer-late",
    "charge-answer-cut",
];

const SADAD: &[(&str, &[&str])] = &[
    ("", &[]),
    ("genuine-payment", &["genuine-payment"]),
    ("wrong-password", &["wrong-password"]),
    ("charge-answer-lost", &["charge-answer-lost"]),
    ("charge-answer-late", &["charge-answer-late"]),
    ("charge-answer-cut", &["charge-answer-cut"]),
    ("same-password", &UNANSWERED),
    ("second-start", &UNANSWERED),
    ("calls-it-failed", &UNANSWERED),
    ("payer-leaves", &["payer-leaves"]),
    ("html-instead-of-json", &["html-instead-of-json"]),
];

const TLYNC: &[(&str, &[&str])] = &[
    ("", &[]),
    ("return-as-payment", &["return-as-payment"]),
    ("late-callback", &["late-callback"]),
    ("broken-json", &["broken-json"]),
    ("hash-as-list", &["hash-as-list"]),
    ("declined", &["declined"]),
    ("forged-hash", &["forged-hash"]),
    ("unsigned-approved", &["unsigned-approved"]),
];

#[test]
fn each_mistake_with_mpgs_is_found_by_its_probe_and_by_no_unrelated_one() {
    find_each("mpgs", MPGS);
}

#[test]
fn each_mistake_with_a_one_time_password_is_found_by_its_probe_and_by_no_unrelated_one() {
    find_each("sadadapi", SADAD);
}

#[test]
fn each_mistake_with_tlync_is_found_by_its_probe_and_by_no_unrelated_one() {
    find_each("tlync", TLYNC);
}

/// Runs some checks at once, prints the table, and compares it.
fn find_each(gateway: &str, mistakes: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for some in mistakes.chunks(AT_ONCE) {
        let checked = thread::scope(|scope| {
            let running: Vec<_> = some
                .iter()
                .map(|(mistake, _)| scope.spawn(|| checked(gateway, mistake)))
                .collect();
            let done = running.into_iter().map(|it| it.join().unwrap());
            done.collect::<Vec<_>>()
        });
        for ((mistake, expected), checked) in some.iter().zip(checked) {
            let found = checked.names("finding");
            println!("{gateway} {mistake:28} {}", found.join(" "));
            let not_run = checked.names("not run");
            let code = i32::from(!expected.is_empty());
            if found != *expected || !not_run.is_empty() || checked.code != Some(code) {
                let (code, error, json) = (checked.code, &checked.error, &checked.json);
                wrong.push(format!(
                    "{mistake}: {found:?} {not_run:?} {code:?} {error} {json}"
                ));
            }
        }
    }
    drop(std::io::stdout().flush());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn checked(gateway: &str, mistake: &str) -> Checked {
    if mistake.is_empty() {
        return Checked::of(check(gateway, mistake));
    }
    Checked::patiently(mistake, |patience| patient(gateway, mistake, patience))
}

/// They wait most of the time.
const AT_ONCE: usize = 4;
