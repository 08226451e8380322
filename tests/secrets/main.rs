//! Secrets show nowhere: every text that is one is looked for, in every spelling, in all that
//! types, errors, panics and logs say.

mod canary;
#[path = "../contract/clients.rs"]
mod clients;
mod errors;
mod logs;
mod panics;
mod requests;
mod stored;
mod types;

/// Asserts that no secret shows in a text.
#[track_caller]
fn assert_clean(what: &str, text: &str) {
    assert!(!text.is_empty(), "{what} says nothing");
    let found = canary::found_in(text);
    assert!(found.is_empty(), "{what} shows {found:?}: {text}");
}
