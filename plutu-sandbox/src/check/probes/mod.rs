//! The probes: [`genuine`] is the control, the others are attacks and accidents, grouped by their
//! subject.

mod format;
mod genuine;
mod password;
mod replay;
mod signature;
mod timing;
mod transport;
mod value;
mod verdict;

use std::pin::Pin;
use std::sync::Arc;

use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::gateway::Gateway;
use crate::gateway::Role;

pub(crate) use self::verdict::Finding;
pub(crate) use self::verdict::Verdict;

/// One attack on a shop.
pub(crate) struct Probe {
    pub(crate) name: &'static str,
    /// What the probe does, and what the shop must do.
    pub(crate) does: &'static str,
    /// What happens to a shop that fails the probe.
    pub(crate) harm: &'static str,
    pub(crate) cure: &'static str,
    /// Whether it waits for a long time, and so starts first.
    pub(super) is_slow: bool,
    applies: fn(Gateway) -> bool,
    pub(super) run: fn(Arc<Shop>) -> Running,
}

/// A running probe.
pub(super) type Running = Pin<Box<dyn Future<Output = Result<Verdict, Trouble>> + Send>>;

impl Probe {
    pub(crate) fn applies_to(&self, gateway: Gateway) -> bool {
        (self.applies)(gateway)
    }

    /// Whether it is the control. If it fails, the other probes say nothing.
    pub(super) fn is_control(&self) -> bool {
        self.name == genuine::NAME
    }
}

/// All probes, the control first.
pub(crate) fn table() -> impl Iterator<Item = &'static Probe> {
    [
        genuine::PROBES,
        signature::PROBES,
        value::PROBES,
        replay::PROBES,
        timing::PROBES,
        transport::PROBES,
        password::PROBES,
        format::PROBES,
    ]
    .into_iter()
    .flatten()
}

fn has_callback(gateway: Gateway) -> bool {
    gateway.callback().is_some()
}

pub(crate) fn has_password(gateway: Gateway) -> bool {
    let mut endpoints = gateway.endpoints();
    endpoints.any(|endpoint| endpoint.one_time_password().is_some())
}

/// Whether a shop can be checked that pays with this gateway.
pub(crate) fn can_be_checked(gateway: Gateway) -> bool {
    let mut endpoints = gateway.endpoints();
    let has_page = endpoints.any(|endpoint| endpoint.role() == Role::Page);
    has_password(gateway) || (has_page && has_callback(gateway))
}

fn is_carried(gateway: Gateway) -> bool {
    has_callback(gateway) && !gateway.is_posted()
}

fn is_posted(gateway: Gateway) -> bool {
    has_callback(gateway) && gateway.is_posted()
}

fn has_canceled(gateway: Gateway) -> bool {
    let callback = gateway.callback();
    callback.is_some_and(|callback| callback.flags.contains(&"canceled"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_probe_has_a_unique_name_and_complete_sentences() {
        let names: HashSet<_> = table().map(|probe| probe.name).collect();
        assert_eq!(names.len(), table().count());
        assert!(table().next().is_some_and(Probe::is_control));
        for probe in table() {
            let is_plain = |char: char| char.is_ascii_lowercase() || char == '-';
            assert!(probe.name.chars().all(is_plain), "{}", probe.name);
            for words in [probe.does, probe.harm, probe.cure] {
                assert!(words.ends_with('.') && words.len() > 20, "{}", probe.name);
            }
        }
    }
}
