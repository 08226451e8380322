//! Every state that two processes reach with three attempts, while messages are lost, late, twice
//! and out of order, and while each process may crash at every step.
//!
//! - [`happening`]: what can happen to an order, as the events that an application reports.
//! - [`machine`]: the transition function, and its mutants.
//! - [`world`]: the database, Plutu, the messages, the two processes and the one who ships; each
//!   step that is possible.
//! - [`laws`]: what must hold in each state, and of each transition.
//! - [`search`]: breadth first, until nothing is new.
//!
//! A message is never taken out of the network: it may arrive at any time, any number of times, or
//! never. That is what lost, late, doubled and reordered mean. A search of our own is some hundred
//! lines here. A model checker's actors would be as long, and would hide the one thing to check:
//! that the real `Order::apply` is called.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test panics where something is not as it should be"
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
    // Not through the test's captured output: the gate's log shows it.
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
