//! Reads the report of `cargo llvm-cov --json` and prints, for each crate that decides about money,
//! how many regions of its code the tests run. With less than 95 % it fails. `just coverage` calls
//! it; with `--list`, it also prints where the other regions begin.
//!
//! Tests do not count as code, which llvm-cov's own sums do where they stand in the same file. Of a
//! generic function, it is enough that one instance runs a region.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

const CRATES: [&str; 3] = ["plutu-core", "plutu-derive", "plutu-orders"];
const LEAST_PER_CENT: f64 = 95.0;

/// Parts of mangled names, each with its length: the modules that hold tests.
const TESTS: [&str; 2] = ["5tests", "10exhaustive"];

/// The start and end of a region, and whether any test ran it.
type Regions = BTreeMap<[u64; 4], bool>;

fn main() -> ExitCode {
    let mut report = String::new();
    let read = std::io::stdin().read_to_string(&mut report);
    let report = read.ok().and_then(|_| serde_json::from_str(&report).ok());
    let Some(report) = report else {
        eprintln!("error: expected the report of `cargo llvm-cov report --json`");
        return ExitCode::FAILURE;
    };
    let files = files(&report);
    if std::env::args().any(|argument| argument == "--list") {
        list(&files);
    }
    if CRATES.map(|name| is_covered(name, &files)).contains(&false) {
        eprintln!("error: less than {LEAST_PER_CENT} % of the regions are run by tests");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The regions of each source file, by its path within the workspace.
fn files(report: &Value) -> BTreeMap<String, Regions> {
    let mut files: BTreeMap<String, Regions> = BTreeMap::new();
    for function in array(&report["data"][0]["functions"]) {
        let name = function["name"].as_str().unwrap_or_default();
        if TESTS.iter().any(|module| name.contains(module)) {
            continue;
        }
        for region in array(&function["regions"]) {
            let numbers: Vec<u64> = array(region).iter().filter_map(Value::as_u64).collect();
            // The last number is the kind: 0 is code.
            let &[line, column, last_line, last_column, count, file, _, 0] = numbers.as_slice()
            else {
                continue;
            };
            let place = [line, column, last_line, last_column];
            let Some(path) = source(&function["filenames"], file) else {
                continue;
            };
            let is_run = files.entry(path).or_default().entry(place).or_default();
            *is_run |= count > 0;
        }
    }
    files
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The path of a source file of one of the crates, within the workspace.
fn source(paths: &Value, place: u64) -> Option<String> {
    let path = array(paths).get(usize::try_from(place).ok()?)?.as_str()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = Path::new(path)
        .strip_prefix(root.canonicalize().ok()?)
        .ok()?;
    let is_source = CRATES
        .iter()
        .any(|name| path.starts_with(format!("{name}/src")));
    is_source.then(|| path.display().to_string())
}

/// Prints how much of a crate is covered, and returns whether that is enough.
fn is_covered(name: &str, files: &BTreeMap<String, Regions>) -> bool {
    let files = files
        .iter()
        .filter(|(path, _)| path.starts_with(&format!("{name}/")));
    let regions: Vec<bool> = files
        .flat_map(|(_, regions)| regions.values().copied())
        .collect();
    let run = regions.iter().filter(|is_run| **is_run).count();
    #[expect(
        clippy::cast_precision_loss,
        reason = "there are some thousand regions"
    )]
    let per_cent = 100.0 * run as f64 / regions.len() as f64;
    println!(
        "{name}: {run} of {} regions, {per_cent:.1} %",
        regions.len()
    );
    per_cent >= LEAST_PER_CENT
}

fn list(files: &BTreeMap<String, Regions>) {
    for (path, regions) in files {
        let mut lines: Vec<u64> = regions
            .iter()
            .filter(|(_, is_run)| !**is_run)
            .map(|(place, _)| place[0])
            .collect();
        lines.dedup();
        for line in lines {
            println!("{path}:{line}");
        }
    }
}
