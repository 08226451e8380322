//! The list of the API's calls, each with its fields and its answer.

use maud::Markup;
use maud::html;

use crate::account::Account;
use crate::address;
use crate::dashboard::text;
use crate::dashboard::view::View;
use crate::dashboard::words::Words;
use crate::journal::CallReport;

pub(super) fn section(account: &Account, words: &Words, view: &View) -> Markup {
    let search = view.search.to_lowercase();
    let mut calls = account.journal().last(usize::MAX);
    calls.retain(|call| is_found(call, &search));
    calls.truncate(SHOWN);
    html! {
        section {
            h2 { (words.calls) }
            @if calls.is_empty() {
                p.quiet {
                    @if view.search.is_empty() { (words.no_calls) } @else { (words.not_found) }
                }
            }
            @for call in &calls { (one(call, words)) }
        }
    }
}

fn is_found(call: &CallReport, search: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(search);
    search.is_empty()
        || has(&call.path)
        || call.invoice_no.as_deref().is_some_and(has)
        || call.status.is_some_and(|status| status.to_string() == search)
        || call.faults.iter().any(|fault| has(fault))
        || call
            .fields
            .iter()
            .any(|(name, text)| has(name) || has(text))
        // Only errors, for their codes: the answers of successful calls contain random tokens.
        || (call.status != Some(200) && has(&call.answer))
}

fn one(call: &CallReport, words: &Words) -> Markup {
    let class = match call.status {
        Some(200..=299) => "approved",
        _ => "declined",
    };
    html! {
        details.call id={ "call-" (call.number) } {
            summary {
                span.badge.(class) {
                    @match call.status { Some(status) => (status), None => (words.no_answer) }
                }
                span.path { code dir="ltr" { (short(&call.path)) } }
                @if let Some(invoice_no) = &call.invoice_no { span.invoice { bdi { (invoice_no) } } }
                @for fault in &call.faults { span.fault { bdi dir="ltr" { (fault) } } }
                span.quiet { bdi dir="ltr" { (text::time(call.time)) } }
                @if let Some(problem) = &call.problem { span.problem { bdi dir="ltr" { (problem) } } }
                @if let Some(note) = &call.note { span.problem { bdi dir="ltr" { (note) } } }
            }
            dl {
                dt { (words.path) } dd { code dir="ltr" { (call.path) } }
                @for (name, text) in &call.fields { dt { bdi { (name) } } dd { code { bdi { (text) } } } }
            }
            @if !call.answer.is_empty() {
                h3 { (words.answer) }
                (text::block(&format!("answer-to-{}", call.number), &call.answer, words))
            }
        }
    }
}

/// The path without the common prefix.
fn short(path: &str) -> &str {
    let rest = path.strip_prefix(address::API);
    rest.and_then(|rest| rest.strip_prefix("/transaction/"))
        .unwrap_or(path)
}

const SHOWN: usize = 50;
