//! The calls of the API whose clients still wait for the answer.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

/// The calls that are being answered.
#[derive(Clone, Default)]
pub(crate) struct InFlight(Arc<Mutex<Calls>>);

#[derive(Default)]
struct Calls {
    last: u64,
    /// The number and the path of each call.
    waiting: Vec<(u64, String)>,
}

/// A client that waits. It stops waiting when this is dropped: the answer was sent, or the client
/// closed the connection.
pub(crate) struct Waiting {
    calls: InFlight,
    number: u64,
}

impl InFlight {
    /// Notes that the client of a call to this path waits.
    pub(crate) fn enter(&self, path: &str) -> Waiting {
        let mut calls = self.calls();
        let number = calls.last.saturating_add(1);
        calls.last = number;
        calls.waiting.push((number, path.to_owned()));
        let calls = self.clone();
        Waiting { calls, number }
    }

    /// Whether a client still waits.
    pub(crate) fn has(&self, waiting: u64) -> bool {
        let calls = self.calls();
        calls.waiting.iter().any(|(number, _)| *number == waiting)
    }

    /// The numbers of the calls to a path that ends like this.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "`check` asks"))]
    pub(crate) fn at(&self, path: &str) -> Vec<u64> {
        let calls = self.calls();
        let waiting = calls.waiting.iter();
        let waiting = waiting.filter(|(_, own)| own.ends_with(path));
        waiting.map(|(number, _)| *number).collect()
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    pub(crate) const fn number(&self) -> u64 {
        self.number
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut calls = self.calls.calls();
        calls.waiting.retain(|(number, _)| *number != self.number);
    }
}
