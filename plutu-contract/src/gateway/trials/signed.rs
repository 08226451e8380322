//! Callbacks that have a valid signature, but must be rejected because of their content. These
//! clauses do not depend on the secret, so the test signs the callbacks with its own.

use plutu_core::field::FieldKind;

use crate::gateway::bench::Bench;
use crate::gateway::clause::Clause;
use crate::gateway::message::Pair;
use crate::gateway::report::Trial;

pub(super) fn all(bench: &Bench<'_>) -> Vec<Trial> {
    let mut trials = flags(bench);
    trials.extend(required(bench));
    if bench.subject.is_page {
        trials.extend(gateway_of_a_page(bench));
    } else {
        trials.extend(gateway(bench));
        trials.extend(currency(bench));
    }
    trials
}

fn currency(bench: &Bench<'_>) -> Vec<Trial> {
    let declared = bench.subject.gateway.currency;
    let fields = bench.subject.spec.fields.iter();
    let fields = fields.filter(|field| field.kind() == FieldKind::Currency);
    let keys = fields.map(|field| field.wire).chain(["currency"]);
    keys.flat_map(|key| ["LYD", "USD", "EUR"].map(|code| (key, code)))
        .filter(|(_, code)| *code != declared)
        .map(|(key, code)| {
            let pairs = bench.with(key, code);
            let what = || format!("with `{key}` signed as {code}");
            bench.rejects_signed(Clause::RejectsOtherCurrencies, &pairs, what)
        })
        .collect()
}

fn gateway(bench: &Bench<'_>) -> Vec<Trial> {
    let declared = bench.subject.gateway.name;
    let names = [
        format!("{declared}x"),
        declared.to_uppercase(),
        "0".to_owned(),
    ];
    names
        .iter()
        .filter(|name| *name != declared)
        .map(|name| {
            let pairs = bench.with("gateway", name);
            let what = || format!("with the gateway signed as `{name}`");
            bench.rejects_signed(Clause::RejectsOtherGateways, &pairs, what)
        })
        .collect()
}

/// A callback must not be accepted as a return page, whether its gateway is signed or not.
fn gateway_of_a_page(bench: &Bench<'_>) -> Vec<Trial> {
    let clause = Clause::RejectsOtherGateways;
    let name = bench.subject.gateway.name;
    let mut unsigned = bench.genuine.clone();
    unsigned.push(("gateway".to_owned(), name.to_owned()));
    let raw = bench.subject.format.write(&unsigned);
    vec![
        bench.rejects(clause, &raw, || "with a gateway".to_owned()),
        bench.rejects_signed(clause, &bench.with("gateway", name), || {
            "with a gateway that is signed".to_owned()
        }),
    ]
}

fn flags(bench: &Bench<'_>) -> Vec<Trial> {
    let clause = Clause::RejectsOddFlags;
    let flags = bench.subject.spec.flags.iter();
    let odd = flags.flat_map(|flag| ["2", "01", "true", "yes", "1 "].map(|value| (*flag, value)));
    let mut trials: Vec<_> = odd
        .map(|(flag, value)| {
            let what = || format!("with `{flag}` signed as {value:?}");
            bench.rejects_signed(clause, &bench.with(flag, value), what)
        })
        .collect();
    if !bench.subject.is_page {
        trials.extend(both_flags(bench).map(|pairs| {
            let what = || "approved and canceled at once".to_owned();
            bench.rejects_signed(clause, &pairs, what)
        }));
    }
    trials
}

/// Both flags, in both orders. They contradict each other, even if the gateway does not have the
/// flag `canceled` and it is signed as an ordinary parameter.
fn both_flags(bench: &Bench<'_>) -> [Vec<Pair>; 2] {
    let set = |key: &str| (key.to_owned(), "1".to_owned());
    let others = bench.signed.iter();
    let others = others.filter(|(key, _)| key != "approved" && key != "canceled");
    [["approved", "canceled"], ["canceled", "approved"]].map(|flags| {
        flags
            .into_iter()
            .map(set)
            .chain(others.clone().cloned())
            .collect()
    })
}

/// Removes each required field, and empties each of them.
fn required(bench: &Bench<'_>) -> Vec<Trial> {
    let is_approved = !bench.subject.is_page && bench.value("approved") == "1";
    let fields = bench.subject.spec.fields.iter();
    let fields = fields
        .filter(|field| field.is_required || is_approved && field.name == "transaction_id")
        .map(|field| field.wire);
    let gateway = (!bench.subject.is_page).then_some("gateway");
    fields
        .chain(gateway)
        .flat_map(|key| {
            [bench.without(key), bench.with(key, "")].map(|pairs| {
                let what = || format!("signed without `{key}`");
                bench.rejects_signed(Clause::RequiresFields, &pairs, what)
            })
        })
        .collect()
}
