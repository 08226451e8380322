//! The report of the measurements, and whether they are within the bounds.

use std::fmt;
use std::time::Duration;

use crate::generate::SHAPES;
use crate::generate::Shape;
use crate::generate::Variant;
use crate::measure::CLOCK;

pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
    pub(crate) dependency: Dependency,
}

/// A variant in one shape.
pub(crate) struct Row {
    pub(crate) shape: Shape,
    pub(crate) variant: Variant,
    /// The time of `cargo check`.
    pub(crate) time: Duration,
    /// The number of tokens in the expanded module with the requests.
    pub(crate) tokens: usize,
}

/// The time of a clean `cargo check` with serde and its derive, and with plutu-derive in addition.
pub(crate) struct Dependency {
    pub(crate) serde: Duration,
    pub(crate) both: Duration,
}

/// A ratio and its bound.
struct Bounded {
    name: &'static str,
    ratio: f64,
    bound: f64,
}

impl Report {
    /// Whether every ratio is within its bound.
    pub(crate) fn holds(&self) -> bool {
        self.bounded()
            .iter()
            .flatten()
            .all(|bounded| bounded.ratio <= bounded.bound)
    }

    /// The bounded ratios, in lines.
    fn bounded(&self) -> [Vec<Bounded>; 3] {
        let [small, many, large, _] = SHAPES;
        let ours = |shape| self.time(shape, Variant::Plutu);
        let many_of = |variant| ratio(ours(many), self.time(many, variant));
        let bounded = |name, ratio, bound| Bounded { name, ratio, bound };
        [
            vec![
                bounded("100x10: plutu/bon", many_of(Variant::Bon), 0.60),
                bounded("plutu/typed-builder", many_of(Variant::TypedBuilder), 0.35),
            ],
            vec![bounded(
                "20x40/20x10:",
                ratio(ours(large), ours(small)),
                4.0,
            )],
            vec![bounded(
                "serde and plutu-derive/serde:",
                ratio(self.dependency.both, self.dependency.serde),
                1.20,
            )],
        ]
    }

    fn time(&self, shape: Shape, variant: Variant) -> Duration {
        let row = self
            .rows
            .iter()
            .find(|row| row.shape == shape && row.variant == variant);
        row.unwrap().time
    }
}

fn ratio(time: Duration, other: Duration) -> f64 {
    time.as_secs_f64() / other.as_secs_f64()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "`cargo check` of requests x fields, {CLOCK}\n")?;
        writeln!(
            f,
            "{:18} {:14} {:>8} {:>6} {:>13}",
            "shape", "variant", "ms", "/bon", "tokens/field"
        )?;
        for row in &self.rows {
            let Row {
                shape,
                variant,
                time,
                tokens,
            } = row;
            let beside_bon = ratio(*time, self.time(*shape, Variant::Bon));
            let milliseconds = time.as_millis();
            let tokens = tokens / (shape.requests * shape.fields);
            writeln!(
                f,
                "{:18} {:14} {milliseconds:>8} {beside_bon:>6.2} {tokens:>13}",
                shape.name(),
                variant.name(),
            )?;
        }
        let Dependency { serde, both } = &self.dependency;
        writeln!(
            f,
            "\ndependency: clean `cargo check`, {CLOCK}: serde {} ms, with plutu-derive {} ms\n",
            serde.as_millis(),
            both.as_millis()
        )?;
        for line in self.bounded() {
            let parts: Vec<_> = line.iter().map(ToString::to_string).collect();
            writeln!(f, "{}", parts.join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Bounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, ratio, bound } = self;
        write!(f, "{name} {ratio:.2} (bound {bound:.2})")?;
        if ratio > bound {
            write!(f, " BROKEN")?;
        }
        Ok(())
    }
}
