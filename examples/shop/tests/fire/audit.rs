//! Compares Plutu's payments with the shop's database: the laws that must hold, and the counts.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use plutu_orders::Attempt;
use plutu_orders::AttemptKey;
use plutu_orders::AttemptState;
use plutu_orders::Job;
use plutu_orders::Order;
use plutu_orders::OrderState;
use plutu_orders::Question;
use plutu_orders::Task;
use plutu_sandbox::PaymentReport;
use plutu_sandbox::PaymentStatus;

use crate::browser::Counts;
use crate::calls::Calls;

/// Both sides, at a moment when no request is running.
pub(crate) struct Audit {
    /// How many orders the payers know. There may be more, if a payer got no answer.
    pub(crate) placed: usize,
    pub(crate) requests: Counts,
    pub(crate) kills: usize,
    pub(crate) calls: Calls,
    pub(crate) payments: Vec<PaymentReport>,
    pub(crate) orders: BTreeMap<String, Order>,
    pub(crate) parcels: BTreeMap<String, usize>,
    pub(crate) questions: Vec<Task>,
}

impl Audit {
    /// Checks the laws that hold whenever no request is running.
    pub(crate) fn check(&self) {
        let laws = [
            ("a payment is lost", self.lost()),
            ("paid without approval", self.unapproved()),
            ("refunded wrongly, or not", self.wrongly_refunded()),
            ("in doubt, and nobody is asked", self.forgotten()),
            ("not shipped once", self.not_shipped_once()),
            ("a charge was sent twice", self.charged_twice()),
            ("charged while one is in doubt", self.charged_in_doubt()),
            ("started while one is in doubt", self.started_in_doubt()),
        ];
        report(&laws);
    }

    /// Checks the laws that hold after a person has decided everything, and everybody has paid.
    pub(crate) fn check_end(&self) {
        let laws = [
            ("a payment is lost", self.lost()),
            ("paid without approval", self.unapproved()),
            ("not shipped once", self.not_shipped_once()),
            ("a charge was sent twice", self.charged_twice()),
            ("not paid once in the end", self.not_kept_once()),
            ("in doubt in the end", self.undecided()),
        ];
        report(&laws);
        assert_eq!(self.count(OrderState::Paid), self.placed, "orders are paid");
    }

    /// Payments at Plutu that the shop neither knows nor asks about.
    fn lost(&self) -> Vec<String> {
        let lost = self.payments.iter().filter(|payment| {
            let order = self.order_of(payment);
            !order.is_some_and(|order| is_known(payment, order))
        });
        lost.map(|payment| format!("{payment:?}")).collect()
    }

    /// Orders that are paid in the shop, but not at Plutu.
    fn unapproved(&self) -> Vec<String> {
        let approved: Vec<AttemptKey> = self.approved().map(key_of).collect();
        let paid = self.all_attempts().filter(|(_, attempt)| attempt.is_paid());
        let unapproved = paid.filter(|(_, attempt)| !approved.contains(attempt.key()));
        unapproved.map(|(_, attempt)| show(attempt)).collect()
    }

    /// The differences between the second payments and the refunds, which must be the same.
    fn wrongly_refunded(&self) -> Vec<String> {
        let second: BTreeSet<_> = self.second_payments().map(Attempt::key).collect();
        let questions = self.questions.iter();
        let refunds = questions.filter(|task| task.job() == Job::Refund);
        let refunds: BTreeSet<_> = refunds.map(Task::attempt).collect();
        let wrong = second.symmetric_difference(&refunds);
        wrong.map(ToString::to_string).collect()
    }

    fn forgotten(&self) -> Vec<String> {
        let forgotten = self.all_attempts().filter(|(_, attempt)| {
            let question = match attempt.state() {
                AttemptState::Frozen => Question::Frozen,
                AttemptState::Undecided => Question::Undecided,
                _ => return false,
            };
            !self.is_asked(Job::Ask(question), attempt)
        });
        forgotten.map(|(_, attempt)| show(attempt)).collect()
    }

    fn not_shipped_once(&self) -> Vec<String> {
        let wrong = self.orders.iter().filter(|(id, order)| {
            let parcels = self.parcels.get(*id).copied().unwrap_or_default();
            parcels != usize::from(order.state() == OrderState::Paid)
        });
        wrong
            .map(|(id, order)| format!("{id}: {:?}", order.state()))
            .collect()
    }

    /// Orders with an invoice number that was charged twice.
    fn charged_twice(&self) -> Vec<String> {
        let charges = self.calls.charges();
        let twice = charges.iter().filter(|(_, charges)| {
            let attempts: BTreeSet<_> = charges.iter().map(|charge| charge.attempt()).collect();
            attempts.len() != charges.len()
        });
        twice.map(|(order, _)| (*order).to_owned()).collect()
    }

    /// Orders with a further charge after one that Plutu did not refuse.
    fn charged_in_doubt(&self) -> Vec<String> {
        let charges = self.calls.charges();
        let wrong = charges.iter().filter(|(_, charges)| {
            let (_, earlier) = charges.split_last().expect("one at least");
            !earlier.iter().all(|charge| charge.is_refused())
        });
        wrong.map(|(order, _)| (*order).to_owned()).collect()
    }

    /// Orders with a further attempt after a charge in doubt.
    fn started_in_doubt(&self) -> Vec<String> {
        let wrong = self.orders.values().filter(|order| {
            let mut earlier = order.attempts().iter().rev().skip(1);
            earlier.any(|attempt| attempt.state() == AttemptState::Frozen)
        });
        wrong.map(|order| order.id().to_string()).collect()
    }

    /// Orders for which the shop does not have the money exactly once at the end.
    fn not_kept_once(&self) -> Vec<String> {
        let wrong = self.orders.values().filter(|order| {
            let attempts = order.attempts().iter();
            let kept = attempts.filter(|attempt| attempt.state() == AttemptState::Paid);
            kept.count() != usize::from(order.state() == OrderState::Paid)
        });
        wrong.map(|order| order.id().to_string()).collect()
    }

    fn undecided(&self) -> Vec<String> {
        let undecided = self.all_attempts().filter(|(_, attempt)| {
            let states = [AttemptState::Frozen, AttemptState::Undecided];
            states.contains(&attempt.state())
        });
        undecided.map(|(_, attempt)| show(attempt)).collect()
    }

    /// Second payments of an order that are not refunded yet.
    pub(crate) fn second_payments(&self) -> impl Iterator<Item = &Attempt> {
        let second = self.all_attempts().filter(|(order, attempt)| {
            let first = order.paid_by().map(Attempt::key);
            attempt.state() == AttemptState::Paid && first != Some(attempt.key())
        });
        second.map(|(_, attempt)| attempt)
    }

    fn is_asked(&self, job: Job, attempt: &Attempt) -> bool {
        let mut questions = self.questions.iter();
        questions.any(|task| task.job() == job && task.attempt() == attempt.key())
    }

    pub(crate) fn all_attempts(&self) -> impl Iterator<Item = (&Order, &Attempt)> {
        let orders = self.orders.values();
        orders.flat_map(|order| order.attempts().iter().map(move |attempt| (order, attempt)))
    }

    pub(crate) fn approved(&self) -> impl Iterator<Item = &PaymentReport> {
        let payments = self.payments.iter();
        payments.filter(|payment| payment.status() == PaymentStatus::Approved)
    }

    pub(crate) fn order_of(&self, payment: &PaymentReport) -> Option<&Order> {
        let (order, _) = payment.invoice_no().as_str().rsplit_once('-')?;
        self.orders.get(order)
    }

    pub(crate) fn count(&self, state: OrderState) -> usize {
        let orders = self.orders.values();
        orders.filter(|order| order.state() == state).count()
    }
}

/// Whether the shop and Plutu agree about a payment, or the shop asks a person.
fn is_known(payment: &PaymentReport, order: &Order) -> bool {
    let price = format!("{} {}", payment.amount(), payment.currency());
    let Some(attempt) = order.attempt(&key_of(payment)) else {
        return false;
    };
    let id = attempt.transaction_id().map(ToString::to_string);
    let is_same = id.is_none_or(|id| id == payment.transaction_id().to_string());
    let is_settled = attempt.is_paid() || attempt.state() == AttemptState::Frozen;
    let is_approved = payment.status() == PaymentStatus::Approved;
    price == order.price().to_string() && is_same && (is_settled || !is_approved)
}

pub(crate) fn key_of(payment: &PaymentReport) -> AttemptKey {
    let invoice_no = payment.invoice_no().clone();
    AttemptKey::with_gateway_name(payment.gateway(), invoice_no).unwrap()
}

fn show(attempt: &Attempt) -> String {
    format!("{}: {:?}", attempt.key(), attempt.state())
}

fn report(laws: &[(&str, Vec<String>)]) {
    let broken = laws.iter().filter(|(_, cases)| !cases.is_empty());
    let broken: Vec<String> = broken
        .map(|(law, cases)| format!("{law}: {} times, for example {}", cases.len(), cases[0]))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
