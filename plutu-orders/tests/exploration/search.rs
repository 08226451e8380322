//! A breadth-first search until no world is new. So the first violation that it finds is reached by
//! the fewest steps.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::fmt;
use std::fmt::Write;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;

use crate::laws::Law;
use crate::machine::Machine;
use crate::machine::Mutant;
use crate::machine::Transition;
use crate::world::World;

/// A search through every reachable world.
pub(crate) struct Search {
    machine: Machine,
    laws: Vec<Law>,
    /// Each world, and the world from which it was first reached.
    seen: HashMap<World, World, BuildHasherDefault<QuickHasher>>,
    steps: u64,
}

impl Search {
    pub(crate) fn new(mutant: Option<Mutant>, laws: &[Law]) -> Self {
        Self {
            machine: Machine::new(mutant),
            laws: laws.to_vec(),
            seen: HashMap::default(),
            steps: 0,
        }
    }

    /// Visits every world. Returns the first violation of a law, with the steps that lead to it.
    pub(crate) fn run(&mut self) -> Option<String> {
        let mut waiting = VecDeque::from([World::START]);
        self.seen.insert(World::START, World::START);
        let mut found = Vec::new();
        while let Some(world) = waiting.pop_front() {
            let mut broken = None;
            found.clear();
            let check = |transition: &Transition<'_>| {
                let law = self.laws.iter().find(|law| !law.holds_of(transition));
                if let (Some(law), None) = (law, &broken) {
                    broken = Some(format!("{law:?} by {:?}", transition.event));
                }
            };
            world.steps(&mut self.machine, check, |world| found.push(world));
            if let Some(broken) = broken {
                return Some(self.way(&broken, world, None));
            }
            for next in found.drain(..) {
                self.steps += 1;
                let between = |law: &&Law| !law.holds_between(&world, &next, &self.machine);
                if let Some(law) = self.laws.iter().find(between) {
                    return Some(self.way(&format!("{law:?}"), world, Some(next)));
                }
                if self.seen.contains_key(&next) {
                    continue;
                }
                self.seen.insert(next, world);
                let within = |law: &&Law| !law.holds_in(&next, &self.machine);
                if let Some(law) = self.laws.iter().find(within) {
                    return Some(self.way(&format!("{law:?}"), next, None));
                }
                waiting.push_back(next);
            }
        }
        None
    }

    pub(crate) fn figures(&self) -> Figures {
        Figures {
            states: self.seen.len(),
            steps: self.steps,
            orders: self.machine.orders(),
        }
    }

    /// Describes a violation and the steps that lead to it.
    fn way(&mut self, broken: &str, world: World, last: Option<World>) -> String {
        let mut worlds: Vec<_> = last.into_iter().chain([world]).collect();
        let mut world = world;
        while world != World::START {
            world = self.seen[&world];
            worlds.push(world);
        }
        worlds.reverse();
        let mut way = format!("it breaks {broken} after:");
        for pair in worlds.windows(2) {
            write!(way, "\n  {}", pair[0].step_to(&pair[1], &self.machine)).unwrap();
        }
        way
    }
}

/// How much was visited.
pub(crate) struct Figures {
    pub(crate) states: usize,
    pub(crate) steps: u64,
    pub(crate) orders: usize,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            states,
            steps,
            orders,
        } = self;
        write!(
            f,
            "{states} states, {steps} steps, {orders} different orders"
        )
    }
}

/// The hash function of rustc's own tables. The default one would take most of the time here.
#[derive(Default)]
struct QuickHasher(u64);

impl Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64((*byte).into());
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_isize(&mut self, number: isize) {
        self.write_u64(number.cast_unsigned() as u64);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}
