//! Visits every state that two processes reach with three attempts, while messages are lost, late,
//! repeated or out of order, and while each process may crash at every step.
//!
//! - [`happening`]: everything that can happen to an order, as the events that an application
//!   reports.
//! - [`machine`]: the transition function and its mutants, which are versions with one mistake.
//! - [`world`]: the database, Plutu, the messages, the two processes and the shipping code; every
//!   possible step.
//! - [`laws`]: the laws that must hold in each state and for each transition.
//! - [`search`]: a breadth-first search until no state is new.
//!
//! A message never leaves the network: it may arrive at any time, any number of times, or never.
//! This covers messages that are lost, late, repeated or out of order. The search is written here,
//! in about a hundred lines. With a model checker, the code would be as long, and it would be
//! harder to see that the real `Order::apply` is called.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod happening;
mod laws;
mod machine;
mod search;
mod world;

use std::io;
use std::io::Write;

use crate::laws::Law;
use crate::machine::Mutant;
use crate::search::Search;

#[test]
fn t35_the_laws_hold_in_every_state() {
    let mut search = Search::new(None, Law::ALL);
    if let Some(violation) = search.run() {
        panic!("{violation}");
    }
    let figures = search.figures();
    assert!(
        figures.states > 10_000 && figures.orders > 1_000,
        "{figures}"
    );
    // Written to stderr directly, because the output of `println!` is captured.
    writeln!(io::stderr(), "exploration: {figures}").unwrap();
}

#[test]
fn each_mutant_breaks_its_law() {
    for (mutant, law) in Mutant::ALL {
        let violation = Search::new(Some(*mutant), &[*law]).run();
        let violation = violation.unwrap_or_else(|| panic!("{mutant:?} does not break {law:?}"));
        println!("{mutant:?}: {violation}\n");
    }
    for law in Law::ALL {
        let mut broken = Mutant::ALL.iter().map(|(_, broken)| broken);
        assert!(
            broken.any(|broken| broken == law),
            "no mutant breaks {law:?}"
        );
    }
}
