//! The clock. It measures the user time of the child processes that have ended.

use std::time::Duration;

#[cfg(unix)]
use nix::sys::resource::UsageWho;
#[cfg(unix)]
use nix::sys::resource::getrusage;
#[cfg(unix)]
use nix::sys::time::TimeValLike;

/// What [`cost`] measures on this system.
pub(crate) const CLOCK: &str = if cfg!(unix) {
    "user time"
} else {
    "wall time, because this system does not report the user time of child processes"
};

/// The cost of the processes that `run` starts and waits for.
pub(crate) fn cost(run: impl FnOnce()) -> Duration {
    let before = spent();
    run();
    spent().saturating_sub(before)
}

/// The median cost of each of several things. They are measured in turns.
pub(crate) fn medians<T>(
    rounds: usize,
    things: &[T],
    measure: impl Fn(&T) -> Duration,
) -> Vec<Duration> {
    let mut costs = vec![Vec::new(); things.len()];
    for _ in 0..rounds {
        for (costs, thing) in costs.iter_mut().zip(things) {
            costs.push(measure(thing));
        }
    }
    costs.into_iter().map(median).collect()
}

fn median(mut costs: Vec<Duration>) -> Duration {
    costs.sort_unstable();
    costs[costs.len() / 2]
}

#[cfg(unix)]
fn spent() -> Duration {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    Duration::from_micros(usage.user_time().num_microseconds().unsigned_abs())
}

#[cfg(not(unix))]
fn spent() -> Duration {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
}
