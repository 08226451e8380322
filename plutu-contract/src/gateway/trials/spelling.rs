//! The genuine callback in other spellings, and with other secrets.

use crate::gateway::bench::Bench;
use crate::gateway::clause::Clause;
use crate::gateway::message::Format;
use crate::gateway::message::HASHED;
use crate::gateway::message::Pair;
use crate::gateway::report::Trial;

pub(super) fn all(bench: &Bench<'_>) -> Vec<Trial> {
    let mut trials = believed(bench);
    trials.extend(rejected(bench));
    trials
}

fn believed(bench: &Bench<'_>) -> Vec<Trial> {
    let Bench {
        genuine, verifier, ..
    } = bench;
    let format = bench.subject.format;
    let extra = [(EXTRA.to_owned(), "77".to_owned())];
    let before: Vec<Pair> = [&extra, &**genuine].concat();
    let after: Vec<Pair> = [&**genuine, &extra].concat();
    let mut spellings = vec![
        ("unchanged", bench.raw.to_owned()),
        ("a second time", bench.raw.to_owned()),
        ("encoded again", format.write(genuine)),
        (
            "with every character escaped",
            format.write_escaped(genuine),
        ),
        ("after a parameter of the shop's own", format.write(&before)),
        ("before a parameter of the shop's own", format.write(&after)),
    ];
    if format == Format::Query {
        let raw = format!("?{}", format.write(genuine));
        spellings.push(("after a question mark", raw));
    }
    let spellings = spellings.iter();
    let mut trials: Vec<_> = spellings
        .map(|(what, raw)| bench.believes(raw, verifier, what))
        .collect();
    let again = bench.sign(&bench.signed);
    trials.push(bench.believes(
        &again,
        &bench.own_verifier,
        "signed and verified with another secret",
    ));
    trials
}

fn rejected(bench: &Bench<'_>) -> Vec<Trial> {
    let zeros = bench.genuine.iter().cloned().map(|(key, value)| {
        let value = if key == HASHED { "0".repeat(64) } else { value };
        (key, value)
    });
    let zeros: Vec<_> = zeros.collect();
    let signed_anew = bench.sign(&bench.signed);
    [
        (
            "by the verifier of another secret",
            bench.raw,
            &bench.own_verifier,
        ),
        ("signed with another secret", &signed_anew, bench.verifier),
        (
            "with a hash of zeros",
            &bench.subject.format.write(&zeros),
            bench.verifier,
        ),
    ]
    .map(|(what, raw, verifier)| {
        let verdict = bench.subject.verify(raw, verifier);
        Trial::new(Clause::ChecksSecret, verdict.is_err(), || {
            format!("{what}, it was accepted")
        })
    })
    .into()
}

/// A key that no gateway has.
const EXTRA: &str = "contract-test-order";
