//! The world around an order: the database, Plutu, two processes, and the shipping code.

use plutu_core::Gateway;
use plutu_core::gateways::sadad;
use plutu_orders::Action;
use plutu_orders::Question;

use crate::happening::ATTEMPTS;
use crate::happening::Happening;
use crate::happening::Kind;
use crate::happening::Number;
use crate::happening::What;
use crate::machine::Machine;
use crate::machine::Mutant;
use crate::machine::Transition;
use crate::machine::number_of;

/// A state of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    /// The order in the database, by its number in the machine.
    pub(crate) order: u32,
    /// What is true for each attempt, whether the shop knows it or not.
    pub(crate) facts: [Fact; ATTEMPTS as usize],
    /// The number of tasks to ship that were stored.
    pub(crate) ships: u8,
    /// The state of the task to ship.
    pub(crate) outbox: Outbox,
    /// The attempts that have a task to refund them, as bits.
    pub(crate) refunds: u8,
    /// The attempts that have a question to a person because they are frozen, as bits.
    pub(crate) questions: u8,
    /// The order that each process has loaded and is about to change.
    held: [Option<Held>; 2],
}

/// What is true for an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fact {
    /// The attempt does not exist, its page is not paid, or the request of the charge is under way
    /// or was not sent.
    Open,
    /// The charge was refused or lost, and will do nothing.
    Dead,
    /// The money moved.
    Paid,
}

/// The state of the task to ship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Outbox {
    Empty,
    Pending,
    /// It was done, but is not acknowledged yet.
    Done,
    Acknowledged,
}

/// A process between load and store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Held {
    happening: Happening,
    /// The order as it was loaded.
    loaded: u32,
}

impl World {
    pub(crate) const START: Self = Self {
        order: 0,
        facts: [Fact::Open; ATTEMPTS as usize],
        ships: 0,
        outbox: Outbox::Empty,
        refunds: 0,
        questions: 0,
        held: [None; 2],
    };

    /// Calls `step` with every world that is one step away.
    pub(crate) fn steps(
        &self,
        machine: &mut Machine,
        mut check: impl FnMut(&Transition<'_>),
        mut step: impl FnMut(Self),
    ) {
        self.plutu_moves(machine, &mut step);
        self.shop_ships(&mut step);
        for process in 0..self.held.len() {
            match self.held[process] {
                None => self.load(machine, process, &mut check, &mut step),
                Some(held) => self.store(machine, process, held, &mut step),
            }
        }
    }

    /// A page is paid. A charge arrives and is carried out, or it never will be.
    fn plutu_moves(&self, machine: &Machine, step: &mut impl FnMut(Self)) {
        for number in 0..ATTEMPTS {
            let at = usize::from(number);
            let kind = machine.kind_of(self.order, number);
            if self.facts[at] != Fact::Open || kind.is_none() {
                continue;
            }
            let mut paid = *self;
            paid.facts[at] = Fact::Paid;
            step(paid);
            if kind == Some(Kind::Charge) {
                let mut dead = *self;
                dead.facts[at] = Fact::Dead;
                step(dead);
            }
        }
    }

    /// The task is returned, done and acknowledged. After a crash in between, it is returned again.
    fn shop_ships(&self, step: &mut impl FnMut(Self)) {
        let next: &[_] = match self.outbox {
            Outbox::Empty | Outbox::Acknowledged => &[],
            Outbox::Pending => &[Outbox::Done],
            Outbox::Done => &[Outbox::Acknowledged, Outbox::Pending],
        };
        for &outbox in next {
            step(Self { outbox, ..*self });
        }
    }

    /// An idle process takes a message, loads the order, and computes the transition.
    fn load(
        &self,
        machine: &mut Machine,
        process: usize,
        check: &mut impl FnMut(&Transition<'_>),
        step: &mut impl FnMut(Self),
    ) {
        for number in 0..ATTEMPTS {
            for &what in What::ALL {
                let happening = Happening { number, what };
                if !self.may_happen(machine, happening) {
                    continue;
                }
                let next = machine.next(self.order, happening, &mut *check);
                // A transition that changes nothing is not stored.
                let next = next.filter(|next| {
                    next.order != self.order || self.adds(&next.action) != (0, 0, 0)
                });
                if next.is_some() {
                    let held = Held {
                        happening,
                        loaded: self.order,
                    };
                    let mut world = *self;
                    world.held[process] = Some(held);
                    step(world.sorted());
                }
            }
        }
    }

    /// A process stores its result, or crashes before. A process that crashes afterwards is the
    /// same as an idle one.
    fn store(
        &self,
        machine: &mut Machine,
        process: usize,
        held: Held,
        step: &mut impl FnMut(Self),
    ) {
        let mut crashed = *self;
        crashed.held[process] = None;
        step(crashed.sorted());

        let next = machine.next(held.loaded, held.happening, |_| {});
        let next = next.expect("only transitions with a result are held");
        let mut stored = crashed;
        stored.order = next.order;
        let (ships, refunds, questions) = self.adds(&next.action);
        stored.ships = self.ships.saturating_add(ships).min(2);
        stored.refunds |= refunds;
        stored.questions |= questions;
        if ships > 0 && self.outbox == Outbox::Empty && machine.mutant != Some(Mutant::LosesTheTask)
        {
            stored.outbox = Outbox::Pending;
        }
        if machine.mutant != Some(Mutant::LosesAnUpdate) {
            // The other process has an old version. It gets a conflict, and takes its message again
            // or never.
            stored.held = [None; 2];
        }
        step(stored.sorted());
    }

    /// The tasks of an action that are not in the outbox yet: to ship, to refund, to ask a person.
    fn adds(&self, action: &Action) -> (u8, u8, u8) {
        let bit = |key: &plutu_orders::AttemptKey| 1 << number_of(key.invoice_no().as_str());
        match action {
            Action::Ship => (1, 0, 0),
            Action::Refund(key) => (0, bit(key) & !self.refunds, 0),
            // Both questions may freeze a charge. No law is about questions on payment pages.
            Action::AskPerson(key, Question::Frozen | Question::OtherAmount)
                if key.gateway() == sadad::Gateway::NAME =>
            {
                (0, 0, bit(key) & !self.questions)
            }
            _ => (0, 0, 0),
        }
    }

    /// Whether a message can arrive, given what is true. This allows more messages than one run
    /// would have: a message may also arrive again, or much later.
    fn may_happen(&self, machine: &Machine, Happening { number, what }: Happening) -> bool {
        let fact = self.facts[usize::from(number)];
        match (machine.kind_of(self.order, number), what) {
            (None, What::Start(_) | What::StartOverOtherAmount) => self.may_start(machine, number),
            (None, _) => false,
            (_, What::Paid | What::FoundPaid | What::Refunded)
            | (Some(Kind::Charge), What::OtherAmount) => fact == Fact::Paid,
            (Some(Kind::Redirect), What::FoundNotPaid) => fact == Fact::Open,
            // A person looks a charge up only when it can no longer be under way.
            (Some(Kind::Charge), What::NotSent | What::Refused | What::FoundNotPaid) => {
                fact == Fact::Dead
            }
            // These may arrive at any time: a time-out, the search for lost charges, a callback
            // that the payer kept.
            _ => true,
        }
    }

    /// The shop counts its invoice numbers. Two processes may choose the same number, or successive
    /// ones.
    fn may_start(&self, machine: &Machine, number: Number) -> bool {
        let unused = |number: &Number| machine.kind_of(self.order, *number).is_none();
        let mut unused = (0..ATTEMPTS).filter(unused);
        let first = unused.next();
        let held = self.held.iter().flatten().any(|held| {
            matches!(held.happening.what, What::Start(_)) && Some(held.happening.number) == first
        });
        first == Some(number) || held && unused.next() == Some(number)
    }

    /// Describes the step between two worlds.
    pub(crate) fn step_to(&self, next: &Self, machine: &Machine) -> String {
        if let Some(at) = (0..self.facts.len()).find(|at| self.facts[*at] != next.facts[*at]) {
            return format!("attempt {at} is {:?} at Plutu", next.facts[at]);
        }
        let held = |world: &Self| world.held.iter().flatten().count();
        if held(next) > held(self) {
            let new = |one: &&Held| !self.held.contains(&Some(**one)) || held(next) == 2;
            let new = next.held.iter().flatten().find(new);
            return format!("a process loads for {:?}", new.map(|new| new.happening));
        }
        if held(next) < held(self) {
            let states = |world: &Self| format!("{:?}", machine.order(world.order).state());
            return format!(
                "a process stores or crashes: {} -> {}",
                states(self),
                states(next)
            );
        }
        format!("the task to ship is {:?}", next.outbox)
    }

    /// Sorts the processes, which are interchangeable.
    fn sorted(mut self) -> Self {
        self.held.sort_unstable();
        self
    }
}
