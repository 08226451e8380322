//! The table of promises points to proofs that are there.

use std::path::Path;

const TABLE: &str = include_str!("../../PROMISES.md");

#[test]
fn every_promise_has_a_proof_that_exists() {
    let rows: Vec<&str> = TABLE
        .lines()
        .filter(|line| line.starts_with("| T"))
        .collect();
    let numbers = rows
        .iter()
        .map(|row| row.split(' ').nth(1).unwrap_or_default());
    let expected = (1..=19).chain(28..=37);
    assert!(numbers.eq(expected.map(|number| format!("T{number}"))));
    for row in rows {
        let targets: Vec<&str> = row
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
            .collect();
        assert!(!targets.is_empty(), "no proof: {row}");
        for target in targets {
            check(target);
        }
    }
}

/// A proof is a file, or a test in one.
fn check(target: &str) {
    let (file, test) = target.split_once('#').unwrap_or((target, ""));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = std::fs::read_to_string(root.join(file));
    let source = source.unwrap_or_else(|error| panic!("{target}: {error}"));
    assert!(
        test.is_empty() || source.contains(&format!("fn {test}(")),
        "{target}"
    );
}
