//! The errors of a transport that breaks its contract.

use std::error::Error;
use std::fmt;
use std::io;

use super::clause::Clause;
use super::fault::Fault;

/// The reason why the contract test did not pass.
///
/// `Display` and `Debug` show one line for each broken clause, because a failed test prints the
/// `Debug` output.
#[non_exhaustive]
pub enum ContractError {
    /// The system did not provide a port, or a certificate could not be created. This is not the
    /// transport's fault.
    NotRun(io::Error),
    /// The transport breaks its contract.
    Broken(Vec<ClauseError>),
}

impl ContractError {
    /// Returns `Ok` if no broken clause was found.
    pub(super) fn unless_empty(
        found: impl IntoIterator<Item = Vec<ClauseError>>,
    ) -> Result<(), Self> {
        let found: Vec<_> = found.into_iter().flatten().collect();
        if found.is_empty() {
            Ok(())
        } else {
            Err(Self::Broken(found))
        }
    }
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRun(_) => f.write_str("the contract test could not be run"),
            Self::Broken(found) => {
                f.write_str("the transport breaks its contract:")?;
                found.iter().try_for_each(|error| write!(f, "\n- {error}"))
            }
        }
    }
}

impl fmt::Debug for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRun(error) => write!(f, "{self}: {error:?}"),
            Self::Broken(_) => write!(f, "{self}"),
        }
    }
}

impl Error for ContractError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotRun(error) => Some(error),
            Self::Broken(_) => None,
        }
    }
}

impl From<io::Error> for ContractError {
    fn from(error: io::Error) -> Self {
        Self::NotRun(error)
    }
}

/// A clause that a transport breaks. `Display` shows the clause, the fault and what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseError {
    pub(super) clause: Clause,
    pub(super) fault: Option<Fault>,
    pub(super) observation: String,
}

impl ClauseError {
    /// The clause that the transport breaks.
    #[must_use]
    pub fn clause(&self) -> Clause {
        self.clause
    }

    /// The fault that was played. `None` if the transport broke the clause without a fault.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }
}

impl fmt::Display for ClauseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a transport {}: ", self.clause)?;
        match self.fault {
            Some(fault) => write!(f, "after \"{fault}\", ")?,
            None => write!(f, "without a fault, ")?,
        }
        f.write_str(&self.observation)
    }
}

impl Error for ClauseError {}
