//! Runs the probes of all gateways side by side, each with orders of its own.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::check::probes::Probe;
use crate::check::probes::table;
use crate::check::report::GatewayReport;
use crate::check::report::ProbeOutcome;
use crate::check::report::Report;
use crate::check::target::Shop;
use crate::gateway::Gateway;

/// Runs the control with each gateway, and then the chosen probes. `each` gets the outcome of each
/// probe as soon as it is known.
///
/// Without a genuine payment that the shop sees, the other probes of a gateway say nothing, and are
/// skipped.
pub(crate) async fn run(
    shops: &[Arc<Shop>],
    chosen: &[&'static Probe],
    mut each: impl FnMut(Gateway, &'static Probe, &ProbeOutcome),
) -> Report {
    let mut report = Report::default();
    for shop in shops {
        report.add(control(shop, chosen, &mut each).await);
    }
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    for (index, shop) in shops.iter().enumerate() {
        if report.can_go_on(index) {
            for probe in others(shop.gateway(), chosen) {
                running.spawn(in_turn(index, Arc::clone(shop), probe, Arc::clone(&places)));
            }
        }
    }
    while let Some(done) = running.join_next().await {
        let (index, probe, outcome) = match done {
            Ok(done) => done,
            // A probe that is missing from the report would look like one that passed.
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_canceled) => continue,
            },
        };
        if let Some(shop) = shops.get(index) {
            each(shop.gateway(), probe, &outcome);
            report.note(index, probe, outcome);
        }
    }
    for (index, shop) in shops.iter().enumerate() {
        report.finish(index, shop.sent());
    }
    report
}

/// How many probes such a run has, the controls included.
pub(crate) fn count(gateways: &[Gateway], chosen: &[&'static Probe]) -> usize {
    let each = gateways.iter();
    each.map(|gateway| others(*gateway, chosen).count().saturating_add(1))
        .sum()
}

/// Pays once. If that cannot be done, or the shop does not see it, the other probes do not run.
async fn control(
    shop: &Arc<Shop>,
    chosen: &[&'static Probe],
    each: &mut impl FnMut(Gateway, &'static Probe, &ProbeOutcome),
) -> GatewayReport {
    let gateway = shop.gateway();
    let mut report = GatewayReport::new(gateway.name());
    for probe in table().filter(|probe| probe.is_control()) {
        let outcome = outcome(shop, probe).await;
        each(gateway, probe, &outcome);
        report.note(probe, outcome);
    }
    if !report.can_go_on() {
        for probe in others(gateway, chosen) {
            let outcome = ProbeOutcome::without_control();
            each(gateway, probe, &outcome);
            report.note(probe, outcome);
        }
    }
    report
}

/// The chosen probes that the gateway has, without the control.
fn others(gateway: Gateway, chosen: &[&'static Probe]) -> impl Iterator<Item = &'static Probe> {
    table().filter(move |probe| {
        let is_chosen = chosen.iter().any(|it| it.name == probe.name);
        is_chosen && probe.applies_to(gateway) && !probe.is_control()
    })
}

/// Waits for a place, and runs the probe. A probe that waits most of the time needs no place.
async fn in_turn(
    index: usize,
    shop: Arc<Shop>,
    probe: &'static Probe,
    places: Arc<Semaphore>,
) -> (usize, &'static Probe, ProbeOutcome) {
    let _place = if probe.is_slow {
        None
    } else {
        places.acquire_owned().await.ok()
    };
    (index, probe, outcome(&shop, probe).await)
}

async fn outcome(shop: &Arc<Shop>, probe: &Probe) -> ProbeOutcome {
    match (probe.run)(Arc::clone(shop)).await {
        Err(trouble) => ProbeOutcome::NotRun(shop.with_output(trouble).await),
        result => ProbeOutcome::from(result),
    }
}

/// How many probes run at once.
const AT_ONCE: usize = 8;
