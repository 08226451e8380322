//! The compiler's messages. The programs in `pass` compile and read like a tutorial. Each file in
//! `fail` has one mistake. `lints` passes every useful lint.
//!
//! Messages differ between compilers, so the recorded messages are compared with one version only.
//! `TRYBUILD=overwrite cargo test -p plutu-tests --test ui` records them again. With every other
//! version, and with `PLUTU_UI=phrases`, each mistake must still fail to compile, and the errors
//! must contain the phrases that its file lists as `//~ phrase`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

/// The compiler whose messages are recorded in the `.stderr` files.
const RECORDED_WITH: &str = "rustc 1.95.0 ";

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    if compares_messages() {
        cases.compile_fail("ui/fail/*.rs");
    }
}

#[test]
fn every_compiler_reports_the_mistakes() {
    let cases = cases();
    assert!(!cases.is_empty());
    for (name, path) in &cases {
        assert!(!phrases(path).is_empty(), "{name} lists no phrase");
    }
    if compares_messages() {
        println!("skipped: the recorded messages are compared on this compiler");
        return;
    }
    let errors = check(&cases);
    let unreported: Vec<_> = cases
        .iter()
        .flat_map(|(name, path)| missing_phrases(name, path, &errors))
        .collect();
    assert!(unreported.is_empty(), "{}", unreported.join("\n\n"));
}

/// The phrases that the messages of a mistake do not contain.
fn missing_phrases(name: &str, path: &Path, errors: &BTreeMap<String, String>) -> Vec<String> {
    let Some(messages) = errors.get(name) else {
        return vec![format!("{name} compiles, but must not")];
    };
    let lacking = phrases(path)
        .into_iter()
        .filter(|phrase| !messages.contains(phrase));
    lacking
        .map(|phrase| format!("{name} does not say `{phrase}` but:\n{messages}"))
        .collect()
}

#[test]
fn generated_code_is_free_of_warnings() {
    let clippy = Command::new(env!("CARGO"))
        .args(["clippy", "--version"])
        .output();
    let command = if clippy.is_ok_and(|output| output.status.success()) {
        "clippy"
    } else {
        "check"
    };
    for edition in ["2021", "2024"] {
        let package = scratch_package(&format!("lints-{edition}"));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/lints/lib.rs");
        let manifest = manifest(
            "lints",
            edition,
            &format!("[lib]\npath = {}\n", toml_string(&source)),
        );
        fs::write(package.join("Cargo.toml"), manifest).unwrap();
        let output = run_cargo(&package, &[command]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

fn compares_messages() -> bool {
    let version = Command::new(rustc())
        .arg("--version")
        .output()
        .unwrap()
        .stdout;
    let is_recorded = String::from_utf8(version)
        .unwrap()
        .starts_with(RECORDED_WITH);
    is_recorded && std::env::var("PLUTU_UI").as_deref() != Ok("phrases")
}

fn rustc() -> String {
    std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned())
}

/// The files with mistakes, by name.
fn cases() -> BTreeMap<String, PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/fail");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let sources = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    sources
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path))
        .collect()
}

fn phrases(path: &Path) -> Vec<String> {
    let source = fs::read_to_string(path).unwrap();
    source
        .lines()
        .filter_map(|line| line.strip_prefix("//~ "))
        .map(str::to_owned)
        .collect()
}

/// Compiles all cases as programs of one package, and returns the errors of each that failed.
fn check(cases: &BTreeMap<String, PathBuf>) -> BTreeMap<String, String> {
    let package = scratch_package("mistakes");
    let mut targets = String::new();
    for (name, path) in cases {
        write!(
            targets,
            "[[bin]]\nname = {name:?}\npath = {}\n\n",
            toml_string(path)
        )
        .unwrap();
    }
    fs::write(
        package.join("Cargo.toml"),
        manifest("mistakes", "2024", &targets),
    )
    .unwrap();
    let output = run_cargo(
        &package,
        &["check", "--bins", "--keep-going", "--message-format=json"],
    );
    errors(&String::from_utf8(output.stdout).unwrap())
}

/// An empty package below the target folder, with the workspace's lock file.
fn scratch_package(name: &str) -> PathBuf {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(package.join("src")).unwrap();
    fs::copy(workspace().join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    package
}

fn manifest(name: &str, edition: &str, targets: &str) -> String {
    let [core, orders] =
        ["plutu-core", "plutu-orders"].map(|name| toml_string(&workspace().join(name)));
    format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = {edition:?}\nautobins = false\n\n\
         [workspace]\n\n[dependencies]\nplutu-core = {{ path = {core} }}\n\
         plutu-orders = {{ path = {orders} }}\n\n{targets}"
    )
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn run_cargo(package: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(package)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("target"),
        )
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap()
}

/// A path as a literal string of TOML, in which a backslash has no special meaning.
fn toml_string(path: &Path) -> String {
    format!("'{}'", path.display())
}

/// The errors in cargo's messages, by the program to which they belong.
fn errors(messages: &str) -> BTreeMap<String, String> {
    let mut errors = BTreeMap::new();
    for line in messages.lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        if message["message"]["level"] == "error" {
            let name = message["target"]["name"].as_str().unwrap().to_owned();
            let text: &mut String = errors.entry(name).or_default();
            text.push_str(message["message"]["rendered"].as_str().unwrap());
        }
    }
    errors
}
