//! The measurements and their summary.

use std::fmt;
use std::time::Duration;

use crate::variant::Variant;

/// The cost of a settlement in one round.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) per_second: f64,
    /// The server's processor time, in microseconds.
    pub(crate) micros: f64,
}

/// All rounds on one database.
pub(crate) struct Figures {
    /// The costs of each round, in the order of [`Variant::ALL`].
    rounds: Vec<[Cost; 4]>,
    /// The processor time of one verification.
    verification: Duration,
}

impl Figures {
    pub(crate) fn new(verification: Duration) -> Self {
        Self {
            rounds: Vec::new(),
            verification,
        }
    }

    pub(crate) fn add(&mut self, costs: &[(Variant, Cost)]) {
        let of = |wanted| {
            let mut costs = costs.iter();
            costs.find(|(variant, _)| *variant == wanted).unwrap().1
        };
        self.rounds.push(Variant::ALL.map(of));
    }

    /// Whether verification takes less than [`BOUND`].
    pub(crate) fn hold(&self) -> bool {
        self.share_of_verification() < BOUND
    }

    /// The share of verification in the route's processor time.
    fn share_of_verification(&self) -> f64 {
        self.verification.as_secs_f64() * 1e6 / self.micros(Variant::Route)
    }

    /// The processor time of a settlement.
    fn micros(&self, variant: Variant) -> f64 {
        self.median(|round| round[variant as usize].micros)
    }

    fn per_second(&self, variant: Variant) -> f64 {
        self.median(|round| round[variant as usize].per_second)
    }

    /// The quartiles of the ratio of two variants' processor times in the same round.
    fn ratio(&self, one: Variant, other: Variant) -> [f64; 3] {
        self.quartiles(|round| round[one as usize].micros / round[other as usize].micros)
    }

    fn median(&self, value: impl Fn(&[Cost; 4]) -> f64) -> f64 {
        self.quartiles(value)[1]
    }

    fn quartiles(&self, value: impl Fn(&[Cost; 4]) -> f64) -> [f64; 3] {
        let mut values: Vec<f64> = self.rounds.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        [1, 2, 3].map(|quarter| values[values.len() * quarter / 4])
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for variant in Variant::ALL {
            writeln!(
                f,
                "  {:14} {:>6.0} per second, {:>5.0} µs of processor time each",
                variant.name(),
                self.per_second(variant),
                self.micros(variant),
            )?;
        }
        self.write_verification(f)?;
        let [_, machine, _] = self.ratio(Variant::NotVerified, Variant::Statement);
        writeln!(
            f,
            "  the state machine, its history and the outbox: {machine:.1} times the statement"
        )?;
        let [_, shop, _] = self.ratio(Variant::Shop, Variant::Route);
        writeln!(
            f,
            "  address, log and page: the shop takes {shop:.1} times the route"
        )
    }
}

impl Figures {
    fn write_verification(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ratio = self.ratio(Variant::Route, Variant::NotVerified);
        let [low, added, high] = ratio.map(|ratio| (ratio - 1.0) * 100.0);
        writeln!(
            f,
            "  verification adds {added:+.1} % to the route; middle half of the rounds: {low:+.1} to {high:+.1} %",
        )?;
        writeln!(
            f,
            "  alone it takes {:.1} µs, {:.2} % of the route (at most {:.0} %)",
            self.verification.as_secs_f64() * 1e6,
            self.share_of_verification() * 100.0,
            BOUND * 100.0,
        )
    }
}

/// The largest share of the route's processor time that verification may take.
const BOUND: f64 = 0.02;
