//! CONTRIBUTING.md holds the word list, and no file uses a word that it replaces.

mod repository;

use std::collections::BTreeMap;

use crate::repository::files;
use crate::repository::read;

const CONTRIBUTING: &str = include_str!("../../CONTRIBUTING.md");

/// The width of a comment, with its indentation.
const WIDTH: usize = 100;

#[test]
fn no_file_uses_a_word_that_the_list_replaces() {
    let words = replaced_words();
    assert!(words.len() > 20, "the word list was found");
    let mut found = Vec::new();
    let mut files = files(&[
        "rs", "md", "stderr", "toml", "sql", "php", "mjs", "py", "html",
    ]);
    // The word list itself.
    files.retain(|file| file != "CONTRIBUTING.md");
    for file in files {
        let text = read(&file);
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.to_lowercase();
            for (word, better) in words.iter().filter(|(word, _)| contains(&line, word)) {
                found.push(format!("{file}:{number}: `{word}`, write: {better}"));
            }
        }
    }
    assert!(
        found.is_empty(),
        "replace these, as CONTRIBUTING.md says:\n{}",
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
                found.push(format!("{file}:{number}"));
            }
        }
    }
    assert!(found.is_empty(), "wrap these:\n{}", found.join("\n"));
}

/// Each word of the list, with what to write instead: the strings in code format in the first
/// column, and the second column.
fn replaced_words() -> BTreeMap<&'static str, &'static str> {
    let (_, list) = CONTRIBUTING.split_once("| not | but |").unwrap();
    let rows = list
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    rows.flat_map(|row| {
        let mut cells = row.split('|').skip(1).map(str::trim);
        let (words, better) = (cells.next().unwrap(), cells.next().unwrap());
        let words = words.split('`').skip(1).step_by(2);
        words.map(move |word| (word, better))
    })
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
