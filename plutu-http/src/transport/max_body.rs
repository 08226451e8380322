//! How much of an answer is read.

/// How long an answer's body may be, in bytes: 1 MiB. Plutu's answers are far shorter.
pub const MAX_BODY: usize = 1_048_576;
