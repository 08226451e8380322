//! A source with the cursor in it.

use serde_json::Value;
use serde_json::json;

/// A source as an editor shows it: the text, and where the cursor is.
pub(crate) struct Source {
    pub(crate) text: String,
    cursor: Option<usize>,
}

impl Source {
    /// Reads a source. `$0` in it is the cursor.
    pub(crate) fn parse(marked: &str) -> Self {
        let cursor = marked.find(CURSOR);
        Self {
            text: marked.replacen(CURSOR, "", 1),
            cursor,
        }
    }

    /// The cursor, as the protocol counts: from zero, the column in bytes. Without one, it is at
    /// the beginning.
    pub(crate) fn cursor(&self) -> Value {
        let cursor = self.cursor.unwrap_or_default();
        let before = &self.text[..cursor];
        let line = before.matches('\n').count();
        let character = cursor - before.rfind('\n').map_or(0, |newline| newline + 1);
        json!({ "line": line, "character": character })
    }
}

/// The part of `text` in a range of the protocol.
pub(crate) fn slice<'a>(text: &'a str, range: &Value) -> &'a str {
    &text[offset(text, &range["start"])..offset(text, &range["end"])]
}

/// The line that a range of the protocol begins in, without its indentation.
pub(crate) fn line<'a>(text: &'a str, range: &Value) -> &'a str {
    let line = number(&range["start"]["line"]);
    text.lines().nth(line).unwrap_or_default().trim()
}

/// The word that ends at a position of the protocol.
pub(crate) fn word_before<'a>(text: &'a str, position: &Value) -> &'a str {
    let before = &text[..offset(text, position)];
    let is_part = |char: char| char.is_alphanumeric() || char == '_';
    &before[before.trim_end_matches(is_part).len()..]
}

/// `text` after the edits of the protocol, which do not overlap.
pub(crate) fn edited(text: &str, edits: &[Value]) -> String {
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|edit| offset(text, &edit["range"]["start"]));
    let mut edited = text.to_owned();
    // From the end, so that the offsets before it stay.
    for edit in edits.into_iter().rev() {
        let range = &edit["range"];
        let (start, end) = (offset(text, &range["start"]), offset(text, &range["end"]));
        edited.replace_range(start..end, edit["newText"].as_str().unwrap_or_default());
    }
    edited
}

fn offset(text: &str, position: &Value) -> usize {
    let line = number(&position["line"]);
    let lines = text.split_inclusive('\n');
    let before: usize = lines.take(line).map(str::len).sum();
    before + number(&position["character"])
}

fn number(value: &Value) -> usize {
    let number = value.as_u64().expect("a number in the answer");
    usize::try_from(number).expect("a number that fits")
}

const CURSOR: &str = "$0";
