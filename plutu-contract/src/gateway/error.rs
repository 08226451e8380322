//! How a declared gateway breaks its contract.

use std::error::Error;
use std::fmt;

use plutu_core::CallbackError;

use super::clause::Clause;
use super::mistake::Mistake;

/// Why the contract test did not pass. `Display` and `Debug` show one line for each finding:
/// `Debug` is what a failed test prints.
#[non_exhaustive]
pub enum ContractError {
    /// The declaration does not fit the genuine callback.
    Declaration {
        /// Why the genuine callback was rejected. A callback may verify although its declaration is
        /// wrong.
        error: Option<CallbackError>,
        /// What the declaration probably got wrong, as far as that was found.
        mistakes: Vec<Mistake>,
    },
    /// The gateway breaks its contract.
    Broken(Vec<ClauseError>),
}

impl ContractError {
    /// What the declaration probably got wrong.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        match self {
            Self::Declaration { mistakes, .. } => mistakes,
            Self::Broken(_) => &[],
        }
    }

    /// The clauses that the gateway breaks, and how.
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
                f.write_str("the declaration does not fit the genuine callback:")?;
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

/// One clause that a gateway breaks. `Display` shows the clause, what was seen first, and how often
/// it was broken.
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
            "a gateway {clause}: {observation} ({failed} of {tried} tried)"
        )
    }
}

impl Error for ClauseError {}
