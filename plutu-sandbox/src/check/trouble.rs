//! Why a check cannot be carried out: which step failed, what came back, and what to change.

use crate::visible::printable;

/// Why the check, or one probe, could not be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{step}: {received}; {advice}{}", .printed.as_ref().map(|it| format!("; the shop printed {it}")).unwrap_or_default())]
pub(crate) struct Trouble {
    /// What the check did.
    step: String,
    /// What came back.
    received: String,
    /// What to change.
    advice: String,
    /// The last lines of the output of a shop that the check started, in quotes.
    printed: Option<String>,
}

impl Trouble {
    pub(crate) fn new(
        step: impl Into<String>,
        received: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            step: step.into(),
            received: received.into(),
            advice: advice.into(),
            printed: None,
        }
    }

    /// Adds the last lines of the shop's output.
    pub(crate) fn with_output(self, output: &str) -> Self {
        let printed = last_lines(output);
        Self {
            printed: (!printed.is_empty()).then(|| shown_to_the_end(&printed)),
            ..self
        }
    }
}

/// The beginning of a string that a shop printed or answered, in quotes and on one line.
pub(crate) fn shown(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let end = text.char_indices().nth(MAX_CHARS).map(|(end, _)| end);
    let beginning = end.and_then(|end| text.get(..end)).unwrap_or(text);
    let dots = if end.is_some() { "…" } else { "" };
    format!("\"{}{dots}\"", printable(beginning))
}

/// The last lines of an output, without the lines that `php -S` prints in any case.
fn last_lines(output: &str) -> String {
    let is_noise = |line: &str| PHP_NOISE.iter().any(|noise| line.contains(noise));
    let lines = output.lines().map(str::trim);
    let lines: Vec<_> = lines
        .filter(|line| !line.is_empty() && !is_noise(line))
        .collect();
    let first = lines.len().saturating_sub(LAST_LINES);
    lines.get(first..).unwrap_or_default().join(" | ")
}

/// The end of a string, in quotes and on one line.
fn shown_to_the_end(text: &str) -> String {
    let before = text.chars().count().saturating_sub(MAX_OUTPUT);
    let end: String = text.chars().skip(before).collect();
    let dots = if before > 0 { "…" } else { "" };
    format!("\"{dots}{}\"", printable(&end))
}

/// How much of an answer is shown.
const MAX_CHARS: usize = 160;

/// What `php -S` prints when it starts, and about each connection.
const PHP_NOISE: [&str; 5] = [
    " Development Server (",
    " Accepted",
    " Closing",
    " Closed without sending a request",
    "number of workers must be",
];

/// How much of the shop's output is shown.
const LAST_LINES: usize = 4;
const MAX_OUTPUT: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_of_the_shop_are_shown() {
        let trouble = Trouble::new("a", "b", "c");
        assert_eq!(trouble.clone().with_output(" \n").to_string(), "a: b; c");
        let output = "0\n1\n2\n127.0.0.1:5 Accepted\n3\n4\n127.0.0.1:5 Closing\n";
        let said = trouble.with_output(output).to_string();
        assert_eq!(said, r#"a: b; c; the shop printed "1 | 2 | 3 | 4""#);
    }
}
