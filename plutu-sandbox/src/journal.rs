//! The calls of the API and its answers, for the dashboard and the control API.
//!
//! Mobile numbers and one-time passwords are masked before they arrive here. Memory is bounded: the
//! journal keeps the last thousand calls, each with 8 KiB of fields and 2 KiB of any other part.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use serde::Serialize;

/// The last calls.
#[derive(Default)]
pub(crate) struct Journal {
    calls: Mutex<Calls>,
}

#[derive(Default)]
struct Calls {
    kept: VecDeque<CallReport>,
    count: u64,
}

/// One call of the API.
#[derive(Clone, Serialize)]
pub(crate) struct CallReport {
    /// The number of the call, from 1.
    pub(crate) number: u64,
    /// Seconds since the beginning of 1970, by the sandbox's clock.
    pub(crate) time: u64,
    pub(crate) path: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) invoice_no: Option<String>,
    pub(crate) faults: Vec<String>,
    /// About a part of the invoice number that is probably a misspelled fault.
    pub(crate) note: Option<String>,
    /// The HTTP status; `None` if the connection was closed without an answer.
    pub(crate) status: Option<u16>,
    /// Whether the client still waited when the answer was ready.
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "`check` asks"))]
    #[serde(skip)]
    pub(crate) is_awaited: bool,
    /// The code and message of the error; `None` if the call succeeded, or if the answer is not an
    /// error of the API.
    pub(crate) problem: Option<String>,
    pub(crate) answer: String,
}

/// The facts about a call that only the endpoint knows.
#[derive(Clone, Default)]
pub(crate) struct Content {
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) invoice_no: Option<String>,
    pub(crate) faults: Vec<String>,
    pub(crate) note: Option<String>,
}

impl Journal {
    /// Keeps a call, and returns it with its number.
    pub(crate) fn keep(&self, call: CallReport) -> CallReport {
        let mut calls = self.calls();
        calls.count = calls.count.saturating_add(1);
        let number = calls.count;
        if calls.kept.len() == KEPT {
            calls.kept.pop_front();
        }
        let call = CallReport { number, ..call };
        calls.kept.push_back(call.clone());
        call
    }

    /// The last calls, the newest first.
    pub(crate) fn last(&self, limit: usize) -> Vec<CallReport> {
        self.calls()
            .kept
            .iter()
            .rev()
            .take(limit)
            .cloned()
            .collect()
    }

    pub(crate) fn clear(&self) {
        *self.calls() = Calls::default();
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A string, cut after [`MAX_BYTES`].
pub(crate) fn shortened(text: &str) -> String {
    if text.len() <= MAX_BYTES {
        return text.to_owned();
    }
    let fits = |(begin, char): (usize, char)| {
        let end = begin.saturating_add(char.len_utf8());
        (end <= MAX_BYTES).then_some(char)
    };
    let mut short: String = text.char_indices().map_while(fits).collect();
    short.push('…');
    short
}

const KEPT: usize = 1000;

/// How much of a string is kept, in bytes.
const MAX_BYTES: usize = 2048;
