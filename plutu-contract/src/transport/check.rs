//! The contract test. It runs one trial after another. The trials that only a time-out ends run
//! last, all at once.

use std::panic::resume_unwind;
use std::thread;
use std::time::Instant;

use futures_util::future;
use plutu_http::BlockingTransport;
use plutu_http::Transport;

use super::error::ClauseError;
use super::error::ContractError;
use super::judgment::Judgment;
use super::timeouts::TIMEOUTS;
use super::trial::Trial;

/// Plays every fault, and a success, against a transport. Reports where the transport breaks its
/// [contract](Transport#contract). Nothing is sent to other machines.
///
/// The test runs on the caller's executor. If the transport keeps its time-outs, the test takes
/// about as long as the [total time-out](TIMEOUTS). If it does not, the test servers close the
/// connections after [`Server::PATIENCE`](super::Server::PATIENCE).
///
/// The certificates that a transport must refuse are self-signed or signed by
/// [`authority`](super::authority). Configure the transport to trust this authority. Otherwise the
/// names and dates in certificates are not tested.
///
/// To test one of plutu-http's adapters, get it from a client:
///
/// ```no_run
/// use plutu_contract::transport::{self, TIMEOUTS};
/// use plutu_http::Client;
/// # use plutu_http::core::Credentials;
///
/// # async fn run(credentials: Credentials) -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder(credentials)
///     .base_url("http://127.0.0.1")
///     .connect_timeout(TIMEOUTS.connect)
///     .timeout(TIMEOUTS.total)
///     .build()?;
/// transport::check(&client.transport()).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Returns [`ContractError::Broken`] with all broken clauses, or [`ContractError::NotRun`] if the
/// system does not let a test server run.
pub async fn check(transport: &impl Transport) -> Result<(), ContractError> {
    let mut judged = Vec::new();
    // One after another, so that no trial is late because of the others.
    for trial in Trial::quick() {
        judged.push(run(&trial?, transport).await);
    }
    let stalls = Trial::stalls()?;
    judged.extend(future::join_all(stalls.iter().map(|trial| run(trial, transport))).await);
    ContractError::unless_empty(judged)
}

/// Tests a blocking transport, like [`check`]. The transport is called from several threads.
///
/// # Errors
///
/// Returns the errors of [`check`].
pub fn check_blocking(transport: &impl BlockingTransport) -> Result<(), ContractError> {
    let mut judged = Vec::new();
    for trial in Trial::quick() {
        judged.push(run_blocking(&trial?, transport));
    }
    let stalls = Trial::stalls()?;
    thread::scope(|scope| {
        let run = |trial| scope.spawn(move || run_blocking(trial, transport));
        let runs: Vec<_> = stalls.iter().map(run).collect();
        for run in runs {
            // A transport that panics fails the test with its own message.
            judged.push(run.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
    });
    ContractError::unless_empty(judged)
}

async fn run(trial: &Trial, transport: &impl Transport) -> Vec<ClauseError> {
    for _ in 0..trial.first_posts() {
        drop(transport.send(trial.request()).await);
    }
    let begun = Instant::now();
    let outcome = transport.send(trial.request()).await;
    Judgment::new(trial, is_surely_connected(begun)).on(outcome)
}

fn run_blocking(trial: &Trial, transport: &impl BlockingTransport) -> Vec<ClauseError> {
    for _ in 0..trial.first_posts() {
        drop(transport.send(trial.request()));
    }
    let begun = Instant::now();
    let outcome = transport.send(trial.request());
    Judgment::new(trial, is_surely_connected(begun)).on(outcome)
}

/// Whether the connect time-out certainly has not run out. On a very busy machine, it can run out
/// at any point of a trial, but never early.
fn is_surely_connected(begun: Instant) -> bool {
    begun.elapsed() < TIMEOUTS.connect
}
