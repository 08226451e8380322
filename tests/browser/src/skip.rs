//! A test that is skipped says so.

use std::fmt::Display;
use std::io;
use std::io::Write as _;
use std::thread;

/// Says why a test is skipped, past the output that a test that passes keeps to itself.
pub fn skip(reason: impl Display) {
    let test = thread::current();
    let test = test.name().unwrap_or_default();
    // In one piece: tests write at the same time.
    let line = format!("skipped: {test}: {reason}\n");
    drop(io::stderr().write_all(line.as_bytes()));
}
