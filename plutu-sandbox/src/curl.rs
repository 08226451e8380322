//! Commands that send a callback by hand.

use crate::shell::quoted;

/// The curl command that visits an address, or posts a JSON text there. `between` stands between
/// its parts.
pub(crate) fn sending(url: &str, body: Option<&str>, between: &str) -> String {
    let url = quoted(url);
    match body {
        None => format!("curl -i {url}"),
        Some(body) => format!(
            "curl -i {url}{between}-H 'Content-Type: application/json'{between}--data-raw {}",
            quoted(body)
        ),
    }
}
