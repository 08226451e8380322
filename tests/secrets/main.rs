//! No output shows a secret. The tests search the output of types, errors, panics and logs for
//! every secret in every spelling.

mod canary;
#[path = "../contract/clients.rs"]
mod clients;
mod errors;
mod logs;
mod panics;
mod requests;
mod stored;
mod types;

/// Asserts that a string shows no secret, and is not empty.
#[track_caller]
fn assert_clean(what: &str, text: &str) {
    assert!(!text.is_empty(), "{what} is empty");
    let found = canary::found_in(text);
    assert!(found.is_empty(), "{what} shows {found:?}: {text}");
}
