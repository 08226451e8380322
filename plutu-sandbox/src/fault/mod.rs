//! What can go wrong, on demand: an answer of the API that is an error, late or broken, or a
//! callback that comes twice, late or never.
//!
//! One text form serves everywhere: in the control API, behind an invoice number, and on the
//! command line: [`kinds`] reads and writes it. [`magic`] finds faults in invoice numbers and
//! amounts, [`plan`] keeps those that were asked for.

mod kinds;
mod magic;
mod plan;

pub use self::kinds::Fault;
pub use self::kinds::UnknownFaultError;
pub(crate) use self::plan::Call;
pub(crate) use self::plan::Faults;
pub(crate) use self::plan::Planned;
