//! The contract test. It runs one trial after another, and then all the trials that only a time-out
//! ends.

use std::panic::resume_unwind;
use std::thread;
use std::time::Instant;

use futures_util::future;
use plutu_http::BlockingTransport;
use plutu_http::Transport;

use super::error::ClauseError;
use super::error::ContractError;
use super::judgement::Judgement;
use super::timeouts::TIMEOUTS;
use super::trial::Trial;

/// Plays every fault against a transport, and a success, and reports where the transport breaks its
/// [contract](Transport#contract). Nothing leaves this machine.
///
/// It runs on the caller's executor and needs none of its own. A transport that keeps to its
/// time-outs is done in about the [total one](TIMEOUTS). With one that does not, the servers run
/// out of [patience](super::Server::PATIENCE).
///
/// The certificates that a transport must refuse are signed by themselves or by
/// [`authority`](super::authority). Let the transport trust this authority, so that names and dates
/// are tested too.
///
/// An adapter is checked through the client that has it:
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
/// [`ContractError::Broken`] with everything that was found, or [`ContractError::NotRun`] if the
/// system lets no server run.
pub async fn check(transport: &impl Transport) -> Result<(), ContractError> {
    let mut judged = Vec::new();
    // One after another, so that none of them is late because of the others.
    for trial in Trial::quick() {
        judged.push(run(&trial?, transport).await);
    }
    let stalls = Trial::stalls()?;
    judged.extend(future::join_all(stalls.iter().map(|trial| run(trial, transport))).await);
    ContractError::unless_empty(judged)
}

/// [`check`] for a blocking transport, which is called from several threads.
///
/// # Errors
///
/// Those of [`check`].
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
    Judgement::new(trial, is_surely_connected(begun)).on(outcome)
}

fn run_blocking(trial: &Trial, transport: &impl BlockingTransport) -> Vec<ClauseError> {
    for _ in 0..trial.first_posts() {
        drop(transport.send(trial.request()));
    }
    let begun = Instant::now();
    let outcome = transport.send(trial.request());
    Judgement::new(trial, is_surely_connected(begun)).on(outcome)
}

/// Whether the connect time-out cannot have run out. On a machine that is busy enough, it may run
/// out anywhere, but not early.
fn is_surely_connected(begun: Instant) -> bool {
    begun.elapsed() < TIMEOUTS.connect
}
