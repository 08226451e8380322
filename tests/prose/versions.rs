//! Commands in the documents name the version of the workspace, so that they also find a release
//! candidate: `cargo install`, `cargo binstall` and npm choose another version by themselves, and
//! the tag `latest` of the image is never a candidate. `just version` changes the same places.

mod repository;

use crate::repository::files;
use crate::repository::read;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// After these, a package needs a version.
const COMMANDS: [&str; 5] = [
    "cargo install ",
    "cargo binstall ",
    "npx ",
    "npm install --save-dev ",
    "ghcr.io/plutu-rs/",
];

/// Between a package and its version.
const SIGNS: [&str; 4] = ["@", ":", " = \"", " = { version = \""];

#[test]
fn every_command_names_the_version_of_the_workspace() {
    let mut files = files(&["md", "mjs", "py", "rs"]);
    files.retain(|file| file != "CHANGELOG.md" && !file.starts_with("docs/releases/"));
    let mut found = Vec::new();
    let mut right = 0;
    for file in files {
        for (number, line) in (1..).zip(read(&file).lines()) {
            for (named, is_right) in versions(line) {
                right += usize::from(is_right);
                if !is_right {
                    found.push(format!("{file}:{number}: {named}"));
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "these must name the version {VERSION}:\n{}",
        found.join("\n")
    );
    assert!(right > 9, "the commands were found");
}

#[test]
fn a_command_without_the_version_is_found() {
    let names = |line: String| -> Vec<bool> { versions(&line).map(|it| it.1).collect() };
    let package = "plutu-sandbox";
    for command in COMMANDS {
        assert_eq!(names(format!("`{command}{package}`.")), [false]);
        assert_eq!(names(format!("{command}{package}@VERSION")), [true]);
        assert_eq!(names(format!("{command}{package}:{VERSION}.")), [true]);
        assert_eq!(names(format!("{command}{package}:0.0.1")), [false]);
    }
    assert_eq!(names(format!("{package} = \"{VERSION}\"")), [true]);
    assert_eq!(names(format!("{package} = {{ version = \"0\" }}")), [false]);
    assert!(names(format!("uvx {package}, {package}:/state")).is_empty());
}

/// The packages of a line that name a version or need one, and whether it is the right one. In a
/// sentence, the word VERSION may stand for it.
fn versions(line: &str) -> impl Iterator<Item = (&str, bool)> {
    line.match_indices("plutu-").filter_map(|(start, _)| {
        let (before, package) = line.split_at(start);
        let end = package.find(|it: char| !it.is_ascii_lowercase() && it != '-');
        let rest = &package[end.unwrap_or(package.len())..];
        let named = SIGNS.iter().find_map(|sign| rest.strip_prefix(sign));
        let named = named.map(version).filter(|it| is_version(it));
        let needs_one = COMMANDS.iter().any(|command| before.ends_with(command));
        match named {
            Some(named) => Some((package, [VERSION, "VERSION"].contains(&named))),
            None => needs_one.then_some((package, false)),
        }
    })
}

/// The version at the start of a string, without the period of a sentence.
fn version(rest: &str) -> &str {
    let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && !".-+".contains(it));
    rest[..end.unwrap_or(rest.len())].trim_end_matches('.')
}

fn is_version(string: &str) -> bool {
    string == "VERSION" || string.starts_with(|it: char| it.is_ascii_digit())
}
