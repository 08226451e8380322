//! The message of a test that is skipped.

use std::fmt::Display;
use std::io;
use std::io::Write as _;
use std::thread;

/// Prints why a test is skipped. Writes to standard error directly, because the captured output of
/// a passing test is not shown.
pub fn skip(reason: impl Display) {
    let test = thread::current();
    let test = test.name().unwrap_or_default();
    // In one call, because other tests write at the same time.
    let line = format!("skipped: {test}: {reason}\n");
    drop(io::stderr().write_all(line.as_bytes()));
}
