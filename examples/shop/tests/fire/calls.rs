//! The shop's calls of Plutu, from the sandbox's journal.

use std::collections::BTreeMap;

use plutu_core::ErrorCode;
use serde::Deserialize;

use crate::browser::Browser;

/// All calls by number. The sandbox keeps only the last thousand.
#[derive(Clone, Default)]
pub(crate) struct Calls(BTreeMap<u64, Call>);

#[derive(Clone, Deserialize)]
pub(crate) struct Call {
    number: u64,
    path: String,
    invoice_no: Option<String>,
    faults: Vec<String>,
    status: Option<u16>,
    problem: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    calls: Vec<Call>,
}

impl Calls {
    /// Adds the calls since the last time.
    pub(crate) async fn gather(&mut self, browser: &Browser, sandbox: &str) {
        let listed = browser.insist(&format!("{sandbox}/_sandbox/calls")).await;
        let listed: Listed = serde_json::from_str(&listed.body).unwrap();
        let calls = listed.calls.into_iter();
        self.0.extend(calls.map(|call| (call.number, call)));
        let last = self.0.keys().next_back().copied();
        let count = u64::try_from(self.0.len()).unwrap();
        assert_eq!(last.unwrap_or_default(), count, "the journal was too short");
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Call> {
        self.0.values()
    }

    /// The charges of each order, in the order of its attempts.
    pub(crate) fn charges(&self) -> BTreeMap<&str, Vec<&Call>> {
        let mut charges: BTreeMap<&str, Vec<&Call>> = BTreeMap::new();
        for call in self.all().filter(|call| call.is_charge()) {
            charges.entry(call.order()).or_default().push(call);
        }
        for calls in charges.values_mut() {
            calls.sort_by_key(|call| call.attempt());
        }
        charges
    }
}

impl Call {
    /// The order to which its invoice number belongs.
    fn order(&self) -> &str {
        let (order, _) = self.invoice_no().rsplit_once('-').unwrap();
        order
    }

    /// The number of the attempt within its order.
    pub(crate) fn attempt(&self) -> usize {
        let (_, attempt) = self.invoice_no().rsplit_once('-').unwrap();
        attempt.parse().unwrap()
    }

    pub(crate) fn is_spoiled(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Whether it asks for money after a one-time password.
    pub(crate) fn is_charge(&self) -> bool {
        let charges = ["/sadadapi/confirm", "/edfali/confirm"];
        charges.iter().any(|path| self.path.ends_with(path))
    }

    /// Whether Plutu's answer says that no money moved.
    pub(crate) fn is_refused(&self) -> bool {
        let is_refusal = self.status.is_some_and(|status| status < 500);
        let problem = self.problem.as_deref().unwrap_or_default();
        let code = problem.split(':').next().unwrap_or_default();
        is_refusal && ErrorCode::from(code).precedes_charge()
    }

    fn invoice_no(&self) -> &str {
        self.invoice_no.as_deref().expect("a charge has a number")
    }
}
