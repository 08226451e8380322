//! curl commands that send a callback.

use crate::shell::copied;

/// The curl command that visits a URL, or posts JSON to it. `between` separates its parts.
pub(crate) fn sending(url: &str, body: Option<&str>, between: &str) -> String {
    let url = copied(url);
    match body {
        None => format!("curl -i {url}"),
        Some(body) => format!(
            "curl -i {url}{between}-H 'Content-Type: application/json'{between}--data-raw {}",
            copied(body)
        ),
    }
}
