//! The genuine callback with a key that is dropped, duplicated or renamed.

use crate::gateway::bench::Bench;
use crate::gateway::clause::Clause;
use crate::gateway::message::Pair;
use crate::gateway::report::Trial;

pub(super) fn all(bench: &Bench<'_>) -> Vec<Trial> {
    let keys = bench.keys();
    keys.flat_map(|pair| {
        let mut trials = vec![dropped(bench, pair)];
        trials.extend(duplicated(bench, pair));
        trials.extend(renamed(bench, pair));
        trials
    })
    .collect()
}

fn dropped(bench: &Bench<'_>, (key, _): &Pair) -> Trial {
    let pairs = bench.genuine.iter().filter(|(name, _)| name != key);
    let raw = bench
        .subject
        .format
        .write(&pairs.cloned().collect::<Vec<_>>());
    bench.rejects(Clause::RejectsDroppedKeys, &raw, || {
        format!("without `{key}`")
    })
}

/// Adds the key a second time, at the beginning and at the end, with the same value and with
/// another one.
fn duplicated(bench: &Bench<'_>, (key, value): &Pair) -> Vec<Trial> {
    let format = bench.subject.format;
    let spellings = std::iter::once(key.clone()).chain(folded(key));
    let copies = spellings.flat_map(|key| [(key.clone(), value.clone()), (key, "2".to_owned())]);
    copies
        .flat_map(|copy| {
            let front = [std::slice::from_ref(&copy), &bench.genuine].concat();
            let end = [&bench.genuine, std::slice::from_ref(&copy)].concat();
            let what = || format!("with `{key}` twice, once as {:?}", copy.0);
            [
                format.write(&front),
                format.write(&end),
                format.write_escaped(&end),
            ]
            .map(|raw| bench.rejects(Clause::RejectsDuplicatedKeys, &raw, what))
        })
        .collect()
}

fn renamed(bench: &Bench<'_>, (key, _): &Pair) -> Vec<Trial> {
    let names = folded(key).chain([key.to_uppercase(), format!("{key}_"), format!("x{key}")]);
    names
        .filter(|name| name != key)
        .map(|name| {
            let pairs = bench.genuine.iter().cloned().map(|(other, value)| {
                let name = if other == *key { name.clone() } else { other };
                (name, value)
            });
            let raw = bench.subject.format.write(&pairs.collect::<Vec<_>>());
            let what = || format!("with `{key}` named {name:?}");
            bench.rejects(Clause::RejectsRenamedKeys, &raw, what)
        })
        .collect()
}

/// Other names that PHP reads as the same key.
fn folded(key: &str) -> impl Iterator<Item = String> {
    let endings = [
        format!("{key}[]"),
        format!("{key}[a]"),
        format!(" {key}"),
        format!("{key}\0z"),
    ];
    let separators = [".", " ", "["].map(|separator| key.replacen('_', separator, 1));
    let key = key.to_owned();
    endings
        .into_iter()
        .chain(separators)
        .filter(move |name| *name != key)
}
