//! Runs the probes side by side, each with orders of its own.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::check::probes::Probe;
use crate::check::probes::Verdict;
use crate::check::probes::table;
use crate::check::report::Outcome;
use crate::check::report::Report;
use crate::check::target::Shop;
use crate::check::trouble::Trouble;
use crate::gateway::Gateway;

/// Runs the control, and then the probes that were chosen. `each` sees what came of each.
///
/// Without a genuine payment that the shop sees, the others say nothing, and are left out.
pub(crate) async fn run(
    shop: &Arc<Shop>,
    chosen: &[&'static Probe],
    mut each: impl FnMut(&'static Probe, &Outcome),
) -> Result<Report, Trouble> {
    let mut report = Report::new(shop.gateway().name());
    let (controls, others): (Vec<_>, Vec<_>) = table().partition(|probe| probe.is_control());
    for probe in controls {
        let verdict = (probe.run)(Arc::clone(shop)).await?;
        report.add(probe, verdict.into(), &mut each);
    }
    let others = others.into_iter().filter(|probe| {
        let is_chosen = chosen.iter().any(|it| it.name == probe.name);
        is_chosen && probe.applies_to(shop.gateway())
    });
    if report.has_findings() {
        others.for_each(|probe| report.add(probe, Outcome::Skipped, &mut each));
        return Ok(report);
    }
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    for probe in others {
        running.spawn(in_turn(
            Arc::clone(&places),
            probe,
            (probe.run)(Arc::clone(shop)),
        ));
    }
    while let Some(done) = running.join_next().await {
        if let Ok((probe, outcome)) = done {
            report.add(probe, outcome, &mut each);
        }
    }
    report.sort();
    Ok(report)
}

/// How many probes such a run has, the control included.
pub(crate) fn count(gateway: Gateway, chosen: &[&'static Probe]) -> usize {
    let is_run = |probe: &&Probe| {
        let is_chosen = chosen.iter().any(|it| it.name == probe.name);
        probe.is_control() || (is_chosen && probe.applies_to(gateway))
    };
    table().filter(is_run).count()
}

/// Waits for a place, and says what came of the probe.
async fn in_turn(
    places: Arc<Semaphore>,
    probe: &'static Probe,
    running: impl Future<Output = Result<Verdict, Trouble>>,
) -> (&'static Probe, Outcome) {
    let _place = places.acquire_owned().await;
    let outcome = match running.await {
        Ok(verdict) => verdict.into(),
        Err(trouble) => Outcome::NotRun(trouble),
    };
    (probe, outcome)
}

/// How many probes run at once.
const AT_ONCE: usize = 8;
