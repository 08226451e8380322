//! T18: hostile bytes for everything that plutu-core reads from outside. Four targets: `verify`
//! (queries), `verify_json` (bodies), `reply` (answers) and `fields` (every field's text).
//!
//! ```sh
//! cargo install cargo-fuzz --locked
//! just fuzz verify            # until it is stopped, or with libFuzzer's options: just fuzz verify -max_total_time=600
//! ```
//!
//! Random bytes never carry a signature. So the two callback targets sign their input again, as
//! Plutu would have, and the code behind the signature sees hostile bytes too. The result is
//! compared with a second, plainer reading of the same bytes, in `sent`; `callback` says what must
//! hold.
//!
//! No sanitizer is needed for a crate without `unsafe`; overflow checks and debug assertions are
//! on. The kept `corpus` comes from `tests/data/callbacks.json` and the documentation's answers;
//! new inputs that a run finds stay in `target/found` until `cargo fuzz cmin` says which of them
//! are worth keeping.

#![forbid(unsafe_code)]

mod callback;
mod kind;
mod sent;

pub use callback::Message;
pub use callback::hold;
pub use kind::Kind;
pub use kind::Told;
pub use sent::Sent;
pub use sent::decode;
