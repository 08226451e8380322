//! The table of promises points to proofs that exist.

mod repository;

use std::collections::BTreeMap;

use crate::repository::files;
use crate::repository::read;
use crate::repository::root;

const TABLE: &str = include_str!("../../PROMISES.md");

const CONTRIBUTING: &str = include_str!("../../CONTRIBUTING.md");

/// The same page in plutu-http's documentation, which is read outside of the repository.
const MOUNTED: &str = "plutu-http/guides/promises.md";

const REPOSITORY: &str = "https://github.com/plutu-rs/plutu/blob/main/";

#[test]
fn every_promise_has_a_proof_that_exists() {
    let rows = rows();
    assert!(rows.keys().copied().eq(1..=37));
    for (number, targets) in rows {
        assert!(!targets.is_empty(), "no proof of T{number}");
        for target in targets {
            check(target);
        }
    }
}

/// The proofs of each threat, by its number.
fn rows() -> BTreeMap<u32, Vec<&'static str>> {
    let rows = TABLE.lines().filter_map(|line| line.strip_prefix("| T"));
    rows.map(|row| {
        let (number, row) = row.split_once(' ').unwrap();
        let links = row.split("](").skip(1);
        let targets = links.filter_map(|link| link.split(')').next()).collect();
        (number.parse().unwrap(), targets)
    })
    .collect()
}

/// Checks that a proof exists. A proof is a file, or a test in a file.
fn check(target: &str) {
    let (file, test) = target.split_once('#').unwrap_or((target, ""));
    assert!(
        test.is_empty() || read(file).contains(&format!("fn {test}(")),
        "PROMISES.md names {target}, which does not exist: if the test was renamed, change the row"
    );
    assert!(root().join(file).exists(), "PROMISES.md names {file}");
}

/// Tests named `t3_…` and `t3_t17_…` are in row T3, and the second is also in row T17. A row names
/// a test, or its whole file.
#[test]
fn every_test_with_a_number_is_in_the_row_of_that_number() {
    let rows = rows();
    let mut missing = Vec::new();
    for file in files(&["rs"]) {
        for (number, test) in numbered_tests(&read(&file)) {
            let target = format!("{file}#{test}");
            let row = rows.get(&number);
            let is_proof = |it: &&str| *it == file || *it == target;
            if !row.is_some_and(|row| row.iter().any(is_proof)) {
                missing.push(format!("T{number}: {target}"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "add these to their rows in PROMISES.md, or rename the tests:\n{}",
        missing.join("\n")
    );
}

/// The tests whose names start with the number of a threat, once for each number.
fn numbered_tests(source: &str) -> Vec<(u32, &str)> {
    let functions = source.split("fn ").skip(1);
    let names = functions.filter_map(|rest| rest.split('(').next());
    let numbered = names.flat_map(|name| numbers(name).map(move |number| (number, name)));
    numbered.collect()
}

/// The numbers at the start of a test's name: 3 and 17 of `t3_t17_…`.
fn numbers(test: &str) -> impl Iterator<Item = u32> {
    test.split('_')
        .map_while(|word| word.strip_prefix('t')?.parse().ok())
}

/// `PLUTU_RENEW=1` writes the page again.
#[test]
fn the_documentation_has_the_same_table_with_absolute_links() {
    let expected = TABLE.replace("](", &format!("]({REPOSITORY}"));
    let page = root().join(MOUNTED);
    if std::env::var_os("PLUTU_RENEW").is_some() {
        std::fs::write(&page, &expected).unwrap();
    }
    let found = read(MOUNTED);
    assert!(
        found == expected,
        "renew it: PLUTU_RENEW=1 cargo test -p plutu-tests-prose --test promises"
    );
}

/// CONTRIBUTING.md says where to find what.
#[test]
fn the_places_that_contributing_names_exist() {
    let (_, table) = CONTRIBUTING.split_once("| question | place |").unwrap();
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let places = rows.filter_map(|row| row.split('|').nth(2));
    let places = places.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let places: Vec<&str> = places.filter(|place| place.contains(['/', '.'])).collect();
    assert!(places.len() > 9);
    for place in places {
        assert!(root().join(place).exists(), "CONTRIBUTING.md names {place}");
    }
}
