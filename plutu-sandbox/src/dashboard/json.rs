//! Formats JSON for people. The order of members and the spelling of numbers stay unchanged,
//! because both are signed.

use serde::de::IgnoredAny;

/// JSON with line breaks and indentation; `None` if the string is not JSON.
pub(super) fn formatted(text: &str) -> Option<String> {
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut lines = Lines::default();
    let mut rest = text.chars();
    while let Some(char) = rest.next() {
        match char {
            ' ' | '\t' | '\n' | '\r' => {}
            '{' | '[' if closes_at_once(rest.as_str()) => lines.text.push(char),
            '{' | '[' => lines.open(char),
            '}' | ']' if lines.text.ends_with(['{', '[']) => lines.text.push(char),
            '}' | ']' => lines.close(char),
            ',' => lines.next(char),
            ':' => lines.text.push_str(": "),
            '"' => {
                let length = string_length(rest.as_str());
                let (string, after) = rest.as_str().split_at_checked(length)?;
                lines.text.push('"');
                lines.text.push_str(string);
                rest = after.chars();
            }
            _ => lines.text.push(char),
        }
    }
    Some(lines.text)
}

#[derive(Default)]
struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    fn open(&mut self, bracket: char) {
        self.depth = self.depth.saturating_add(1);
        self.next(bracket);
    }

    fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.text.push(bracket);
    }

    fn next(&mut self, char: char) {
        self.text.push(char);
        self.indent();
    }

    fn indent(&mut self) {
        self.text.push('\n');
        // Deeper indentation is useless, and could take more memory than the string.
        for _ in 0..self.depth.min(8) {
            self.text.push_str("  ");
        }
    }
}

fn closes_at_once(rest: &str) -> bool {
    rest.trim_start().starts_with(['}', ']'])
}

/// The length of a string after its opening quote, including its closing quote.
fn string_length(rest: &str) -> usize {
    let mut is_escaped = false;
    let end = rest.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    end.map_or(rest.len(), |end| end.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_numbers_their_digits() {
        let text = r#"{"gateway":"mygate", "b":1.50,"a":[1,{"x":"a, \"b\": {"},[ ],{}],"c":"\\"}"#;
        let expected = r#"{
  "gateway": "mygate",
  "b": 1.50,
  "a": [
    1,
    {
      "x": "a, \"b\": {"
    },
    [],
    {}
  ],
  "c": "\\"
}"#;
        assert_eq!(formatted(text).as_deref(), Some(expected));
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in ["", "<html>", "{", "{\"a\":1}x", "ok"] {
            assert_eq!(formatted(text), None, "{text}");
        }
        assert_eq!(formatted("\"é\"").as_deref(), Some("\"é\""));
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        assert!(formatted(&deep).is_none_or(|text| text.len() < 40_000));
    }
}
