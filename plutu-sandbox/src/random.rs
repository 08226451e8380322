//! Randomness from the operating system, for credentials and tokens.

use std::io;

/// `BYTES` random bytes as hexadecimal digits.
pub(crate) fn hex<const BYTES: usize>() -> io::Result<String> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}
