//! Counts what the check sends, and ends it if that becomes too much.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

/// How many requests and commands may still be sent, and how many were.
pub(super) struct Budget {
    max: u32,
    requests: AtomicU32,
    commands: AtomicU32,
}

/// How much a check has sent to a shop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) requests: u32,
    /// Commands of the shop's owner, such as `--start`. Each may send requests of its own.
    pub(crate) commands: u32,
}

impl Budget {
    pub(super) const fn new(max: u32) -> Self {
        Self {
            max,
            requests: AtomicU32::new(0),
            commands: AtomicU32::new(0),
        }
    }

    pub(super) const fn max(&self) -> u32 {
        self.max
    }

    /// Takes one request from the budget; `false` if it is used up.
    pub(super) fn takes_request(&self) -> bool {
        self.takes(&self.requests)
    }

    /// Takes one command from the budget; `false` if it is used up.
    pub(super) fn takes_command(&self) -> bool {
        self.takes(&self.commands)
    }

    pub(super) fn sent(&self) -> Sent {
        Sent {
            requests: self.requests.load(Ordering::Relaxed),
            commands: self.commands.load(Ordering::Relaxed),
        }
    }

    /// All tasks of a check run on one thread, so nothing comes between the look and the count.
    fn takes(&self, count: &AtomicU32) -> bool {
        let Sent { requests, commands } = self.sent();
        let is_left = requests.saturating_add(commands) < self.max;
        if is_left {
            count.fetch_add(1, Ordering::Relaxed);
        }
        is_left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_commands_share_a_budget() {
        let budget = Budget::new(3);
        assert!(budget.takes_request() && budget.takes_command() && budget.takes_request());
        assert!(!budget.takes_request() && !budget.takes_command());
        let sent = Sent {
            requests: 2,
            commands: 1,
        };
        assert_eq!(budget.sent(), sent);
    }
}
