//! Faults on demand: an answer of the API that is an error, late or broken, or a callback that
//! comes twice, late or never.
//!
//! A fault has one string form, in the control API, in invoice numbers and on the command line.
//! [`kinds`] reads and writes it. [`magic`] finds faults in invoice numbers and amounts, and
//! [`plan`] keeps the planned ones.

mod kinds;
mod magic;
mod plan;

pub use self::kinds::Fault;
pub use self::kinds::UnknownFaultError;
pub(crate) use self::plan::Call;
pub(crate) use self::plan::Faults;
pub(crate) use self::plan::Planned;
