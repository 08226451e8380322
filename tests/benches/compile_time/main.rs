//! The compile time of a declaration, compared with the builders of other macros and with one
//! written by hand.
//!
//! `cargo bench -p plutu-tests --bench compile_time` generates packages of requests. It checks them
//! in turns, with their dependencies already built, and compares the medians, so that a noisy
//! machine disturbs all packages equally. A time is that of a whole `cargo check`, including
//! cargo's own work and the structs themselves. The bench fails if a bound is exceeded.

mod generate;
mod measure;
mod report;
mod scratch;
mod tokens;

use std::process::ExitCode;

use crate::generate::SHAPES;
use crate::generate::Shape;
use crate::generate::Variant;
use crate::measure::cost;
use crate::measure::medians;
use crate::report::Dependency;
use crate::report::Report;
use crate::report::Row;
use crate::scratch::Scratch;
use crate::scratch::dependency_on;

const ROUNDS: usize = 5;

/// A clean check takes seconds, so its time varies less and fewer rounds are enough.
const CLEAN_ROUNDS: usize = 3;

fn main() -> ExitCode {
    // `cargo test --all-targets` also runs this program, without this argument. The bench takes
    // minutes, which is too long for a test.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("skipped: `cargo bench` runs it");
        return ExitCode::SUCCESS;
    }
    let scratch = Scratch::new();
    add_packages(&scratch);
    let report = Report {
        rows: rows(&scratch),
        dependency: dependency(&scratch),
    };
    println!("{report}");
    if report.holds() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn add_packages(scratch: &Scratch) {
    let core = dependency_on("plutu-core");
    for (shape, variant) in compared() {
        let dependencies = format!("{core}{}", variant.dependency());
        scratch.add(
            &variant.package(shape),
            &dependencies,
            &variant.source(shape),
        );
    }
    scratch.add(SERDE, SERDE_DEPENDENCY, "");
    let both = format!("{SERDE_DEPENDENCY}{}", dependency_on("plutu-derive"));
    scratch.add(SERDE_AND_PLUTU, &both, "");
}

fn compared() -> Vec<(Shape, Variant)> {
    let compared = SHAPES
        .into_iter()
        .flat_map(|shape| Variant::ALL.map(|variant| (shape, variant)));
    compared.collect()
}

/// The cost of each variant in each shape, after its dependencies are built.
fn rows(scratch: &Scratch) -> Vec<Row> {
    let packages: Vec<_> = compared()
        .into_iter()
        .map(|(shape, variant)| variant.package(shape))
        .collect();
    let check = |package: &String| {
        scratch.touch(package);
        cost(|| scratch.check(package))
    };
    for package in &packages {
        scratch.build(package);
        check(package);
    }
    let times = medians(ROUNDS, &packages, check);
    let rows = compared().into_iter().zip(times);
    rows.map(|((shape, variant), time)| Row {
        shape,
        variant,
        time,
        tokens: tokens::of_gateway(&scratch.expand(&variant.package(shape))),
    })
    .collect()
}

const SERDE: &str = "dependency-serde";
const SERDE_AND_PLUTU: &str = "dependency-serde-and-plutu-derive";
const SERDE_DEPENDENCY: &str = "serde = { version = \"1\", features = [\"derive\"] }\n";

/// The cost of building the macro itself, for a project that already depends on `serde_derive`.
fn dependency(scratch: &Scratch) -> Dependency {
    let times = medians(CLEAN_ROUNDS, &[SERDE, SERDE_AND_PLUTU], |package| {
        scratch.clean(package);
        cost(|| scratch.check_from_nothing(package))
    });
    Dependency {
        serde: times[0],
        both: times[1],
    }
}
