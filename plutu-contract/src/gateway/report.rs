//! The trials and their results.

use std::fmt;

use plutu_core::GatewaySpec;

use super::clause::Clause;
use super::error::ClauseError;
use super::error::ContractError;
use super::names::UnusualName;

/// The result of one trial.
pub(super) struct Trial {
    clause: Clause,
    /// What the gateway did wrong. `None` if it passed.
    failure: Option<String>,
}

impl Trial {
    /// A trial that the gateway passed if `holds` is true. `otherwise` says what it did wrong.
    pub(super) fn new(clause: Clause, holds: bool, otherwise: impl FnOnce() -> String) -> Self {
        Self {
            clause,
            failure: (!holds).then(otherwise),
        }
    }
}

/// The order that a genuine callback settles.
#[derive(Clone, Debug)]
pub(super) struct SettledOrder {
    pub(super) invoice_no: String,
    pub(super) amount: String,
}

/// The trials of a declared gateway that keeps its contract. `Display` shows one line for each
/// clause, and one for the order that the genuine callback settles. If requests send fields under
/// other names than the built-in gateways, one more line for each of these names follows.
///
/// Check the order's line once, by reading it or in a test. An amount in another unit, such as
/// `1250` for `12.50`, is a valid amount too.
#[derive(Clone, Debug)]
pub struct Report {
    tried: Vec<(Clause, usize)>,
    order: Option<SettledOrder>,
    unusual_names: Vec<UnusualName>,
}

impl Report {
    /// Passes if no trial failed.
    pub(super) fn of(
        trials: &[Trial],
        order: Option<SettledOrder>,
        gateway: &GatewaySpec,
    ) -> Result<Self, ContractError> {
        let of = |clause: Clause| trials.iter().filter(move |trial| trial.clause == clause);
        let broken: Vec<_> = Clause::ALL
            .iter()
            .filter_map(|clause| ClauseError::of(*clause, of(*clause).map(|trial| &trial.failure)))
            .collect();
        if !broken.is_empty() {
            return Err(ContractError::Broken(broken));
        }
        let tried = Clause::ALL
            .iter()
            .map(|clause| (*clause, of(*clause).count()));
        Ok(Self {
            tried: tried.filter(|(_, count)| *count > 0).collect(),
            order,
            unusual_names: UnusualName::all(gateway),
        })
    }

    /// The number of trials of a clause. It is 0 if the clause does not apply: for example, a
    /// return page cannot settle an order.
    #[must_use]
    pub fn tried(&self, clause: Clause) -> usize {
        let found = self.tried.iter().find(|(tried, _)| *tried == clause);
        found.map_or(0, |(_, count)| *count)
    }

    /// The invoice number of the order that the genuine callback settles.
    #[must_use]
    pub fn invoice_no(&self) -> Option<&str> {
        self.order.as_ref().map(|order| &*order.invoice_no)
    }

    /// The amount of that order, with its currency: `12.50 LYD`.
    #[must_use]
    pub fn amount(&self) -> Option<&str> {
        self.order.as_ref().map(|order| &*order.amount)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the gateway keeps its contract:")?;
        for (clause, count) in &self.tried {
            write!(f, "\n- it {clause}: {count} trials")?;
        }
        if let Some(SettledOrder { invoice_no, amount }) = &self.order {
            write!(
                f,
                "\nthe genuine callback settles invoice {invoice_no} for {amount}"
            )?;
        }
        if !self.unusual_names.is_empty() {
            f.write_str(
                "\nno test can check the names in requests: compare with the documentation page",
            )?;
        }
        for name in &self.unusual_names {
            write!(f, "\n- {name}")?;
        }
        Ok(())
    }
}
