//! The public API of every published crate with all features, one line per item. In the diff of a
//! snapshot, a reviewer sees what a change means for users. `just api` compares the snapshots, and
//! `INSTA_UPDATE=always just api` renews them.

use std::fs;
use std::panic;
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

const CRATES: [&str; 7] = [
    "plutu_contract",
    "plutu_core",
    "plutu_derive",
    "plutu_http",
    "plutu_orders",
    "plutu_sandbox",
    "plutu_web",
];

#[test]
#[ignore = "documents the whole workspace; run by `just api`"]
fn the_public_api_is_that_of_the_snapshots() {
    document();
    let mut changed = Vec::new();
    for name in CRATES {
        let json = target().join("doc").join(name).with_extension("json");
        let format = format_version(&json);
        if format != rustdoc_types::FORMAT_VERSION {
            let read = rustdoc_types::FORMAT_VERSION;
            eprintln!("skipped: the compiler writes format {format} of rustdoc's JSON, not {read}");
            return;
        }
        if !is_that_of_the_snapshot(name, &public_api(&json)) {
            changed.push(name);
        }
    }
    assert!(
        changed.is_empty(),
        "the public API changed: {}. If it should, add it to CHANGELOG.md and run \
         `INSTA_UPDATE=always just api`",
        changed.join(", ")
    );
}

/// Compares a crate's API with its snapshot, and prints the difference. The panic that insta
/// reports a difference with is caught, so that the crates after this one are compared too.
fn is_that_of_the_snapshot(name: &str, api: &str) -> bool {
    let compare = || settings().bind(|| insta::assert_snapshot!(name, api));
    panic::catch_unwind(AssertUnwindSafe(compare)).is_ok()
}

/// Writes rustdoc's JSON of the workspace. The gate runs `cargo doc` with the same selection of
/// crates and features, so no dependency is compiled again.
fn document() {
    let status = Command::new(env!("CARGO"))
        .args([
            "doc",
            "--workspace",
            "--all-features",
            "--no-deps",
            "--lib",
            "--quiet",
        ])
        .env("RUSTDOC", root().join("tests/api/rustdoc"))
        .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json")
        .current_dir(root())
        .status()
        .expect("cargo starts");
    assert!(status.success(), "rustdoc failed");
}

fn format_version(json: &Path) -> u32 {
    let json = fs::read_to_string(json).expect("rustdoc wrote the file");
    let json: serde_json::Value = serde_json::from_str(&json).expect("rustdoc writes JSON");
    let version = json["format_version"]
        .as_u64()
        .expect("the JSON states its format");
    version.try_into().expect("a format is a small number")
}

/// Lists the items without blanket implementations and without those of auto traits such as `Send`,
/// which would hide the others among them. `just semver` notices when a type loses `Send`.
fn public_api(json: &Path) -> String {
    public_api::Builder::from_rustdoc_json(json)
        .omit_auto_trait_impls(true)
        .omit_blanket_impls(true)
        .build()
        .expect("the JSON has the right format")
        .to_string()
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path(root().join("tests/api/snapshots"));
    settings
}

/// The target directory, which may be anywhere.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("..")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
