//! The contract test: one trial after another, and those that take their time all at once.

use std::panic::resume_unwind;
use std::thread;
use std::time::Duration;

use futures_util::future;

use super::trial::Trial;
use super::violation::CheckError;
use super::violation::Violation;
use super::violation::Violations;
use crate::timeouts::Timeouts;
use crate::transport::BlockingTransport;
use crate::transport::Transport;

/// The time-outs of every request of the contract test, in its extensions. A transport whose time-outs are
/// set when it is made must be made with these.
pub const TIMEOUTS: Timeouts = Timeouts {
    connect: Duration::from_secs(5),
    total: Duration::from_secs(10),
};

/// Plays every fault against a transport, and a success, and tells where it does not hold to its
/// [contract](Transport#contract). Everything stays on this machine.
///
/// It runs on the executor of the caller, and needs none itself. A transport that keeps to its time-outs is
/// done in about the [total one](TIMEOUTS); one that does not, when the servers lose their
/// [patience](super::Server::PATIENCE).
///
/// The certificates that it must refuse are signed by themselves or by [`authority`](super::authority): a
/// transport that trusts this authority is tested for names and dates as well.
///
/// An adapter is checked through the client that has it:
///
#[cfg_attr(feature = "reqwest", doc = "```no_run")]
#[cfg_attr(not(feature = "reqwest"), doc = "```ignore")]
/// use plutu_http::{Client, contract};
/// # use plutu_http::core::Credentials;
///
/// # async fn run(credentials: Credentials) -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder(credentials)
///     .base_url("http://127.0.0.1")
///     .connect_timeout(contract::TIMEOUTS.connect)
///     .timeout(contract::TIMEOUTS.total)
///     .build()?;
/// contract::check(&client.transport()).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`CheckError::Violated`] with all that was found; [`CheckError::NotRun`] if the system lets no server
/// run.
pub async fn check(transport: &impl Transport) -> Result<(), CheckError> {
    let mut judged = Vec::new();
    // One after another, so that none of them is late because of the others.
    for trial in Trial::quick() {
        judged.push(run(&trial?, transport).await);
    }
    let stalls = Trial::stalls()?;
    judged.extend(future::join_all(stalls.iter().map(|trial| run(trial, transport))).await);
    Violations::none_in(judged)
}

/// [`check`] for a blocking transport. It is called from several threads.
///
/// # Errors
///
/// Those of [`check`].
pub fn check_blocking(transport: &impl BlockingTransport) -> Result<(), CheckError> {
    let mut judged = Vec::new();
    for trial in Trial::quick() {
        judged.push(run_blocking(&trial?, transport));
    }
    let stalls = Trial::stalls()?;
    thread::scope(|scope| {
        let run = |trial| scope.spawn(move || run_blocking(trial, transport));
        let runs: Vec<_> = stalls.iter().map(run).collect();
        for run in runs {
            // A transport that panics fails the test in its own words.
            judged.push(run.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
    });
    Violations::none_in(judged)
}

async fn run(trial: &Trial, transport: &impl Transport) -> Vec<Violation> {
    for _ in 0..trial.first_posts() {
        drop(transport.send(trial.request()).await);
    }
    let attempt = trial.begin();
    let outcome = transport.send(trial.request()).await;
    attempt.judge(outcome)
}

fn run_blocking(trial: &Trial, transport: &impl BlockingTransport) -> Vec<Violation> {
    for _ in 0..trial.first_posts() {
        drop(transport.send(trial.request()));
    }
    let attempt = trial.begin();
    let outcome = transport.send(trial.request());
    attempt.judge(outcome)
}
