//! The order that a callback settles, and the orders that it must not settle.

use std::fmt;

use plutu_core::Amount;
use plutu_core::CallbackError;
use plutu_core::Currency;
use plutu_core::Gateway;
use plutu_core::InvoiceNo;
use plutu_core::Verifier;
use plutu_core::callback::SignedCallback;

use crate::gateway::bench::Bench;
use crate::gateway::clause::Clause;
use crate::gateway::message::Pair;
use crate::gateway::report::Trial;

/// Tries to settle other orders with the genuine callback, and its own order with callbacks for
/// other orders.
pub(in crate::gateway) fn all<C: SignedCallback>(
    bench: &Bench<'_>,
    genuine: &C,
    verify: fn(&str, &Verifier) -> Result<C, CallbackError>,
) -> Vec<Trial> {
    let own = Order {
        invoice_no: genuine.invoice_no().clone(),
        amount: *genuine.amount(),
    };
    let mut trials = vec![own.is_signed(bench), settles(genuine, &own)];
    for (clause, other) in own.others() {
        trials.push(settles_not(clause, genuine, &other));
        let raw = bench.sign(&other.signed(bench));
        match verify(&raw, &bench.own_verifier) {
            Ok(callback) => {
                trials.push(settles(&callback, &other));
                trials.push(settles_not(clause, &callback, &own));
            }
            Err(error) => trials.push(Trial::new(Clause::BelievesGenuine, false, || {
                format!("signed for {other}, it was rejected: {error}")
            })),
        }
    }
    trials
}

/// An order in the gateway's currency.
struct Order<K> {
    invoice_no: InvoiceNo,
    amount: Amount<K>,
}

/// An order that a callback of this type can settle.
type OrderOf<C> = Order<<<C as SignedCallback>::Gateway as Gateway>::Currency>;

fn settles<C: SignedCallback>(callback: &C, own: &OrderOf<C>) -> Trial {
    let settled = callback.settle(&own.invoice_no, own.amount);
    Trial::new(Clause::BelievesGenuine, settled.is_ok(), || {
        format!("it did not settle {own}, its own order")
    })
}

fn settles_not<C: SignedCallback>(clause: Clause, callback: &C, other: &OrderOf<C>) -> Trial {
    let settled = callback.settle(&other.invoice_no, other.amount);
    Trial::new(clause, settled.is_err(), || {
        format!("the callback for another order settled {other}")
    })
}

impl<K: Currency> Order<K> {
    /// The trial that the callback returns the signed order.
    fn is_signed(&self, bench: &Bench<'_>) -> Trial {
        let amount = bench.value(wire(bench, "amount")).parse();
        let is_signed = bench.value(wire(bench, "invoice_no")) == self.invoice_no.as_str()
            && amount == Ok(self.amount);
        Trial::new(Clause::BelievesGenuine, is_signed, || {
            format!("it returned {self}, which is not the signed order")
        })
    }

    /// Orders with a similar number, and orders with a similar amount.
    fn others(&self) -> Vec<(Clause, Self)> {
        let numbers = other_numbers(&self.invoice_no).map(|invoice_no| {
            let amount = self.amount;
            (Clause::RejectsOtherOrders, Self { invoice_no, amount })
        });
        let amounts = other_amounts(self.amount).map(|amount| {
            let invoice_no = self.invoice_no.clone();
            (Clause::RejectsOtherAmounts, Self { invoice_no, amount })
        });
        numbers.chain(amounts).collect()
    }

    /// The pairs of a callback for this order.
    fn signed(&self, bench: &Bench<'_>) -> Vec<Pair> {
        let mut pairs = bench.signed.clone();
        for (key, value) in &mut pairs {
            if key == wire(bench, "invoice_no") {
                self.invoice_no.as_str().clone_into(value);
            } else if key == wire(bench, "amount") {
                *value = self.amount.to_string();
            }
        }
        pairs
    }
}

impl<K: Currency> fmt::Display for Order<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invoice {} for {:?}", self.invoice_no, self.amount)
    }
}

fn other_numbers(own: &InvoiceNo) -> impl Iterator<Item = InvoiceNo> {
    let text = own.as_str();
    let numbers = [
        format!("{text}0"),
        format!("0{text}"),
        text.chars().skip(1).collect(),
        text.to_uppercase(),
        text.to_lowercase(),
        "another".to_owned(),
    ];
    let numbers = numbers.into_iter().filter_map(|text| text.parse().ok());
    numbers.filter(move |other| other != own)
}

fn other_amounts<K>(own: Amount<K>) -> impl Iterator<Item = Amount<K>> {
    let hundredths = own.hundredths();
    let amounts = [
        hundredths.checked_add(1),
        hundredths.checked_sub(1),
        hundredths.checked_mul(10),
        hundredths.checked_mul(100),
        Some(hundredths / 100),
        Some(1),
    ];
    let amounts = amounts.into_iter().flatten();
    let amounts = amounts.filter_map(|hundredths| Amount::from_hundredths(hundredths).ok());
    amounts.filter(move |other| *other != own)
}

/// The wire name of a field that every callback has.
fn wire(bench: &Bench<'_>, name: &'static str) -> &'static str {
    let field = bench.subject.spec.field(name);
    field.map_or(name, |field| field.wire)
}
