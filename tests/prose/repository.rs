//! The files of the repository.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// The paths in the repository of all files with these extensions.
pub(crate) fn files(extensions: &[&str]) -> Vec<String> {
    let listed = Command::new("git")
        .arg("ls-files")
        .current_dir(root())
        .output();
    let listed = String::from_utf8(listed.unwrap().stdout).unwrap();
    let files = listed.lines().filter(|file| {
        let extension = Path::new(file).extension().and_then(|it| it.to_str());
        extension.is_some_and(|it| extensions.contains(&it))
    });
    let files = files.filter(|file| root().join(file).exists());
    let files: Vec<String> = files.map(str::to_owned).collect();
    assert!(!files.is_empty(), "git lists no file");
    files
}

pub(crate) fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
