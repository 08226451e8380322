//! T18: hostile bytes for everything that plutu-core reads from outside. There are four targets:
//! `verify` (queries), `verify_json` (bodies), `reply` (answers) and `fields` (the strings of every
//! field type).
//!
//! ```sh
//! cargo install cargo-fuzz --locked
//! just fuzz verify                        # runs until it is stopped
//! just fuzz verify -max_total_time=600    # with options of libFuzzer
//! ```
//!
//! Random bytes never have a valid signature. So the two callback targets sign their input again,
//! as Plutu would, and the code after the signature check gets hostile bytes too. The result is
//! compared with a second, simpler reading of the same bytes, in `sent`. `callback` has the
//! properties that must hold.
//!
//! A crate without `unsafe` needs no sanitizer. Overflow checks and debug assertions are enabled.
//! The `corpus` in the repository comes from `tests/data/callbacks.json` and the answers in the
//! documentation. New inputs that a run finds stay in `target/found`; `cargo fuzz cmin` selects
//! those that are worth keeping.

#![forbid(unsafe_code)]

mod callback;
mod kind;
mod sent;

pub use callback::Message;
pub use callback::hold;
pub use kind::Kind;
pub use kind::Report;
pub use sent::Members;
pub use sent::Sent;
pub use sent::decode;
