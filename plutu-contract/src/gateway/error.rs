//! The errors of a declared gateway that breaks its contract.

use std::error::Error;
use std::fmt;

use plutu_core::CallbackError;

use super::clause::Clause;
use super::mistake::Mistake;

/// The reason why the contract test did not pass. `Display` and `Debug` show one line for each
/// finding, because a failed test prints the `Debug` output.
#[non_exhaustive]
pub enum ContractError {
    /// The declaration does not match the genuine callback.
    Declaration {
        /// The error with which the genuine callback was rejected. `None` if the callback verifies
        /// although the declaration is wrong.
        error: Option<CallbackError>,
        /// The probable mistakes in the declaration, as far as they were found.
        mistakes: Vec<Mistake>,
    },
    /// The gateway breaks its contract.
    Broken(Vec<ClauseError>),
}

impl ContractError {
    /// The probable mistakes in the declaration.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        match self {
            Self::Declaration { mistakes, .. } => mistakes,
            Self::Broken(_) => &[],
        }
    }

    /// The clauses that the gateway breaks, and what was seen.
    #[must_use]
    pub fn broken(&self) -> &[ClauseError] {
        match self {
            Self::Declaration { .. } => &[],
            Self::Broken(broken) => broken,
        }
    }
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declaration { error, mistakes } => {
                f.write_str("the declaration does not match the genuine callback:")?;
                mistakes
                    .iter()
                    .try_for_each(|mistake| write!(f, "\n- {mistake}"))?;
                error
                    .iter()
                    .try_for_each(|error| write!(f, "\nit was rejected: {error}"))
            }
            Self::Broken(broken) => {
                f.write_str("the gateway breaks its contract:")?;
                broken.iter().try_for_each(|error| write!(f, "\n- {error}"))
            }
        }
    }
}

impl fmt::Debug for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Error for ContractError {}

/// A clause that a gateway breaks. `Display` shows the clause, the first failure, and the number of
/// failures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseError {
    clause: Clause,
    observation: String,
    failed: usize,
    tried: usize,
}

impl ClauseError {
    /// The error, if a trial failed.
    pub(super) fn of<'a>(
        clause: Clause,
        failures: impl Iterator<Item = &'a Option<String>> + Clone,
    ) -> Option<Self> {
        let observation = failures.clone().flatten().next()?.clone();
        Some(Self {
            clause,
            observation,
            failed: failures.clone().flatten().count(),
            tried: failures.count(),
        })
    }

    /// The clause that the gateway breaks.
    #[must_use]
    pub fn clause(&self) -> Clause {
        self.clause
    }
}

impl fmt::Display for ClauseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            clause,
            observation,
            failed,
            tried,
        } = self;
        write!(
            f,
            "a gateway {clause}: {observation} ({failed} of {tried} trials failed)"
        )
    }
}

impl Error for ClauseError {}
