//! CONTRIBUTING.md holds the word list, and no file uses a word that it replaces.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

const CONTRIBUTING: &str = include_str!("../../CONTRIBUTING.md");

/// The width of a comment, with its indentation.
const WIDTH: usize = 100;

#[test]
fn no_file_uses_a_word_that_the_list_replaces() {
    let words = replaced_words();
    assert!(words.len() > 20, "the word list was found");
    let mut found = Vec::new();
    for file in files(&[
        "rs", "md", "stderr", "toml", "sql", "php", "mjs", "py", "html",
    ]) {
        let text = read(&file);
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.to_lowercase();
            for word in words.iter().filter(|word| contains(&line, word)) {
                found.push(format!("{}:{number}: `{word}`", file.display()));
            }
        }
    }
    assert!(
        found.is_empty(),
        "see CONTRIBUTING.md:\n{}",
        found.join("\n")
    );
}

#[test]
fn comments_stay_within_their_width() {
    let mut found = Vec::new();
    for file in files(&["rs"]) {
        let mut is_code = false;
        let mut was_fence = false;
        for (number, line) in (1..).zip(read(&file).lines()) {
            let comment = line.trim_start();
            // An example opens with one fence, or with one for each state of a feature.
            let is_fence = comment.contains("\"```") || text(comment).starts_with("```");
            is_code ^= is_fence && !was_fence;
            was_fence = is_fence;
            let is_prose = comment.starts_with("//") && !is_code && !is_table_or_link(comment);
            if is_prose && line.chars().count() > WIDTH {
                found.push(format!("{}:{number}", file.display()));
            }
        }
    }
    assert!(found.is_empty(), "wrap these:\n{}", found.join("\n"));
}

/// The strings in code format in the first column of the word list.
fn replaced_words() -> BTreeSet<&'static str> {
    let (_, list) = CONTRIBUTING.split_once("| not | but |").unwrap();
    let rows = list
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let cells = rows.filter_map(|row| row.split('|').nth(1));
    cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect()
}

/// Whether a line has the word, unless it is data: a string that is nothing else.
fn contains(line: &str, word: &str) -> bool {
    if line.contains(&format!("\"{word}\"")) {
        return false;
    }
    line.match_indices(word).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + word.len()..].chars().next();
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// A line that cannot be wrapped.
fn is_table_or_link(comment: &str) -> bool {
    text(comment).starts_with(['|', '[']) || comment.contains("://")
}

fn text(comment: &str) -> &str {
    comment.trim_start_matches(['/', '!', ' '])
}

/// The files of the repository with these extensions, without the word list itself.
fn files(extensions: &[&str]) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let listed = Command::new("git")
        .arg("ls-files")
        .current_dir(&root)
        .output();
    let listed = String::from_utf8(listed.unwrap().stdout).unwrap();
    let files = listed.lines().filter(|file| {
        let extension = Path::new(file).extension().and_then(|it| it.to_str());
        *file != "CONTRIBUTING.md" && extension.is_some_and(|it| extensions.contains(&it))
    });
    let files = files.map(|file| root.join(file));
    let files: Vec<PathBuf> = files.filter(|file| file.exists()).collect();
    assert!(!files.is_empty(), "git lists no file");
    files
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
