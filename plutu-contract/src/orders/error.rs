//! The errors of a store that breaks its contract.

use std::error::Error;
use std::fmt;

use super::clause::Clause;

/// The store breaks its contract. `Display` and `Debug` show one line for each clause, because a
/// failed test prints the `Debug` output.
pub struct ContractError(Vec<ClauseError>);

impl ContractError {
    /// Returns `Ok` if no broken clause was found.
    pub(super) fn unless_empty(found: Vec<ClauseError>) -> Result<(), Self> {
        if found.is_empty() {
            Ok(())
        } else {
            Err(Self(found))
        }
    }

    /// The clauses that the store breaks, and what was seen.
    #[must_use]
    pub fn broken(&self) -> &[ClauseError] {
        &self.0
    }
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the store breaks its contract:")?;
        self.0.iter().try_for_each(|error| write!(f, "\n- {error}"))
    }
}

impl fmt::Debug for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Error for ContractError {}

/// A clause that a store breaks. `Display` shows the clause and what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseError {
    pub(super) clause: Clause,
    pub(super) observation: String,
}

impl ClauseError {
    /// The clause that the store breaks.
    #[must_use]
    pub fn clause(&self) -> Clause {
        self.clause
    }
}

impl fmt::Display for ClauseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a store {}: {}", self.clause, self.observation)
    }
}

impl Error for ClauseError {}
