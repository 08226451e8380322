//! Why a check cannot be carried out: which step failed, what came back, and what to change.

use crate::visible::printable;

/// Why the check, or one probe, could not be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{step}: {received}; {advice}")]
pub(crate) struct Trouble {
    /// What the check did.
    step: String,
    /// What came back.
    received: String,
    /// What to change.
    advice: String,
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

/// How much of an answer is shown.
const MAX_CHARS: usize = 160;
