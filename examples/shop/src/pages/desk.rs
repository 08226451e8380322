//! The desk: the payments that a person has to look up, decide or refund.

use maud::Markup;
use maud::html;
use plutu_core::Language;
use plutu_orders::Evidence;
use plutu_orders::Job;
use plutu_orders::Order;
use plutu_orders::Question;
use plutu_orders::Task;
use plutu_orders::Verdict;

use crate::address;
use crate::pages::Reader;
use crate::pages::history;
use crate::pages::opposite;
use crate::pages::page;
use crate::pages::price;
use crate::token::Token;
use crate::words;
use crate::words::Words;

/// A task, and the order that it is about, if there is one.
pub(crate) struct Case {
    pub(crate) task: Task,
    pub(crate) order: Option<Order>,
}

pub(crate) fn desk(language: Language, token: &Token, cases: &[Case]) -> Markup {
    let words = Words::of(language);
    let other = address::desk(opposite(language), token);
    let content = html! {
        @if cases.is_empty() { p { (words.desk_is_clear) } }
        @for case in cases { section { (entry(language, token, case)) } }
    };
    page(language, words.desk, &other, &content)
}

fn entry(language: Language, token: &Token, case: &Case) -> Markup {
    let words = Words::of(language);
    let task = &case.task;
    html! {
        p.told { (question(language, task.job())) }
        dl {
            dt { (words.invoice_no) } dd { bdi dir="ltr" { (task.attempt()) } }
            (evidence(words, task.evidence()))
            dt { (words.since) } dd { bdi dir="ltr" { (words::time(task.at())) } }
            @if let Some(order) = &case.order {
                dt { (words.order) } dd { bdi dir="ltr" { (order.id()) } }
                dt { (words.price) } dd { (price(language, order.price())) }
                dt { (words.state) } dd { (words::state(language, order.state())) }
            }
        }
        @if let Some(order) = &case.order { (history(language, order, Reader::Desk)) }
        form method="post" action=(address::desk(language, token)) {
            input type="hidden" name="task" value=(task.key());
            label { (words.your_name) input name="person" autocomplete="name" required; }
            @for verdict in verdicts(task.job()) {
                button name="verdict" value=(name(*verdict)) { (words::verdict(language, *verdict)) }
            }
            @if verdicts(task.job()).is_empty() {
                button name="verdict" value=(SEEN) { (words.seen) }
            }
        }
    }
}

/// What Plutu reported, which tells two reports about one attempt apart.
fn evidence(words: &Words, evidence: &Evidence) -> Markup {
    html! {
        @if let Some(amount) = &evidence.amount {
            dt { (words.reported_amount) } dd { bdi dir="ltr" { (amount) } }
        }
        @if let Some(id) = &evidence.transaction_id {
            dt { (words.transaction_id) } dd { bdi dir="ltr" { (id) } }
        }
    }
}

fn question(language: Language, job: Job) -> &'static str {
    match job {
        Job::Ask(question) => words::question(language, question),
        _ => Words::of(language).refund,
    }
}

/// The possible decisions. If there is none, the person only confirms that they have seen the task.
fn verdicts(job: Job) -> &'static [Verdict] {
    match job {
        Job::Refund => &[Verdict::Refunded],
        Job::Ask(Question::OtherTransaction | Question::UnknownOrder) => &[],
        _ => &[Verdict::Paid, Verdict::NotPaid],
    }
}

/// The name of a verdict in the form.
const fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Paid => "paid",
        Verdict::NotPaid => "not_paid",
        Verdict::Refunded => "refunded",
    }
}

/// The verdict with this name.
pub(crate) fn verdict(value: &str) -> Option<Verdict> {
    let mut all = [Verdict::Paid, Verdict::NotPaid, Verdict::Refunded].into_iter();
    all.find(|verdict| name(*verdict) == value)
}

/// The button of a task without a decision.
const SEEN: &str = "seen";
