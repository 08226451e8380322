//! How the dashboard shows strings and times.

use maud::Markup;
use maud::html;

use crate::dashboard::json;
use crate::dashboard::words::Words;

/// A string of several lines with a copy button. JSON is shown formatted; the button copies it as
/// it was sent.
pub(super) fn block(id: &str, text: &str, words: &Words) -> Markup {
    let formatted = json::formatted(text);
    let raw = formatted.is_some().then_some(text);
    html! {
        div.block {
            pre id=(id) dir="ltr" tabindex="0" data-raw=[raw] { (formatted.as_deref().unwrap_or(text)) }
            (copy(words, id))
        }
    }
}

/// A copy button. It is hidden until the script shows it.
pub(super) fn copy(words: &Words, id: &str) -> Markup {
    html! { button.copy type="button" data-copy=(id) hidden { (words.copy) } }
}

/// The time of day, in UTC.
pub(super) fn time(seconds: u64) -> String {
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02} UTC", seconds % 60)
}
