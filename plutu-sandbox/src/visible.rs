//! Escapes strings from outside before they reach a terminal, so that they cannot end a line, move
//! the cursor or change the direction of the text around them.
//!
//! [`printable`] escapes such characters in plain text. In JSON they become JSON escapes, which any
//! parser reverses.

use std::fmt::Write as _;

use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use plutu_core::__private::forges;
use serde::Serialize;

#[cfg(feature = "cli")]
pub(crate) use plutu_core::__private::printable;

/// A JSON answer that can be shown on a terminal.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        let content_type = (header::CONTENT_TYPE, "application/json");
        ([content_type], json(&self.0)).into_response()
    }
}

/// A value as JSON that can be shown on a terminal.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> String {
    // All values here can be serialized, because the keys of their maps are strings.
    let json = serde_json::to_string(value).unwrap_or_default();
    if !json.contains(forges) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len());
    // In valid JSON, such a character can occur only inside a string.
    for character in json.chars() {
        if forges(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string does not fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    #[test]
    fn t36_json_is_escaped_and_means_the_same() {
        let value = json!({ "a\u{202e}": "\n\u{9b}2J\u{7f}\u{200f}\u{feff}\u{e0041} دينار \"é\"" });
        let text = super::json(&value);
        assert_eq!(
            text,
            r#"{"a\u202e":"\n\u009b2J\u007f\u200f\ufeff\udb40\udc41 دينار \"é\""}"#
        );
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read, value);
    }
}
