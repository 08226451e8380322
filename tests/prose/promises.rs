//! The table of promises points to proofs that exist.

use std::path::Path;
use std::path::PathBuf;

const TABLE: &str = include_str!("../../PROMISES.md");

const CONTRIBUTING: &str = include_str!("../../CONTRIBUTING.md");

/// The same page in plutu-http's documentation, which is read outside of the repository.
const MOUNTED: &str = "plutu-http/guides/promises.md";

const REPOSITORY: &str = "https://github.com/plutu-rs/plutu/blob/main/";

#[test]
fn every_promise_has_a_proof_that_exists() {
    let rows: Vec<&str> = TABLE
        .lines()
        .filter(|line| line.starts_with("| T"))
        .collect();
    let numbers = rows
        .iter()
        .map(|row| row.split(' ').nth(1).unwrap_or_default());
    let expected = 1..=37;
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

/// Checks that a proof exists. A proof is a file, or a test in a file.
fn check(target: &str) {
    let (file, test) = target.split_once('#').unwrap_or((target, ""));
    let source = std::fs::read_to_string(root().join(file));
    let source = source.unwrap_or_else(|error| panic!("{target}: {error}"));
    assert!(
        test.is_empty() || source.contains(&format!("fn {test}(")),
        "PROMISES.md names {target}, which does not exist: if the test was renamed, change the row"
    );
}

/// `PLUTU_RENEW=1` writes the page again.
#[test]
fn the_documentation_has_the_same_table_with_absolute_links() {
    let expected = TABLE.replace("](", &format!("]({REPOSITORY}"));
    let page = root().join(MOUNTED);
    if std::env::var_os("PLUTU_RENEW").is_some() {
        std::fs::write(&page, &expected).unwrap();
    }
    let found = std::fs::read_to_string(page).unwrap();
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

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
