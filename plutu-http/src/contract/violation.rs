//! What a transport did against its contract.

use std::fmt;
use std::io;

use super::clause::Clause;
use super::fault::Fault;

/// Why the contract test did not pass.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// The system gave no port, or a certificate cannot be made. It says nothing about the transport.
    #[error("the contract test could not be run")]
    NotRun(#[from] io::Error),
    /// The transport does not hold to its contract.
    #[error("the transport does not hold to its contract:{0}")]
    Violated(Violations),
}

/// All that a transport did against its contract. `Display` shows a line for each, and `Debug` does too,
/// since that is what a failed test prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Passes if there are none.
    pub(super) fn none_in(
        found: impl IntoIterator<Item = Vec<Violation>>,
    ) -> Result<(), CheckError> {
        let violations: Vec<_> = found.into_iter().flatten().collect();
        if violations.is_empty() {
            Ok(())
        } else {
            Err(CheckError::Violated(Self(violations)))
        }
    }

    /// What was found.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.0.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter()
            .try_for_each(|violation| write!(f, "\n- {violation}"))
    }
}

impl fmt::Debug for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// One thing that a transport did against its contract. `Display` tells the clause, when it was, and what
/// was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(super) clause: Clause,
    pub(super) fault: Option<Fault>,
    pub(super) observation: String,
}

impl Violation {
    /// The clause that it is against.
    #[must_use]
    pub fn clause(&self) -> Clause {
        self.clause
    }

    /// The fault that showed it; `None` if it showed where there was none.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a transport {}: ", self.clause)?;
        match self.fault {
            Some(fault) => write!(f, "after \"{fault}\", ")?,
            None => write!(f, "where nothing was wrong, ")?,
        }
        f.write_str(&self.observation)
    }
}
