//! The shop under fire: payers reload, leave, and send callbacks that are not theirs; Plutu fails;
//! and processes are killed at random. At the end, the test compares Plutu's payments with the
//! shop's database, and every payer gets exactly what they paid for.
//!
//! `PLUTU_FIRE` is the number of orders. `PLUTU_SEED` selects the faults, the actions of the payers
//! and the times at which processes are killed. Chance decides which requests are hit, so a seed
//! gives a similar run, not the same one. Timing never decides the result: a charge that is too
//! slow has an unknown outcome.
//!
//! `play` has the phases, `payer` the actions of payers, `machines` the processes, and `audit` the
//! laws that must hold.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test panics where something is not as it should be"
)]

mod audit;
mod books;
mod browser;
mod calls;
mod counts;
mod faults;
#[path = "../support/file.rs"]
mod file;
mod machines;
mod payer;
mod person;
mod play;
#[path = "../support/process.rs"]
mod process;
#[expect(dead_code, reason = "the suite of plutu-tests uses all of it")]
#[path = "../../../../tests/random.rs"]
mod random;
mod returned;
mod stage;
mod way;

use std::io;
use std::io::Write;
use std::time::Instant;

use plutu_test_postgres::Server;

use crate::file::TemporaryFile;
use crate::play::Play;
use crate::random::number_from;
use crate::random::seed;
use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn t35_two_processes_on_postgresql_settle_once_under_fire() {
    let test = "t35_two_processes_on_postgresql_settle_once_under_fire";
    if let Some(server) = Server::private(test) {
        under_fire("two processes on PostgreSQL", server.url(), 2).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn t35_a_process_on_sqlite_settles_once_under_fire() {
    let file = TemporaryFile::new();
    under_fire("a process on SQLite", &file.url(), 1).await;
}

async fn under_fire(shop: &str, database_url: &str, machines: usize) {
    let (begin, seed) = (Instant::now(), seed());
    let orders = number_from("PLUTU_FIRE").unwrap_or(1_000);
    say(&format!("{shop} under fire: PLUTU_SEED={seed}"));
    let play = Play::on(Stage::open(database_url, machines).await);

    play.fire(orders, seed).await;
    play.settle_down().await;
    let audit = play.audit().await;
    audit.check();

    let decided = play.finish().await;
    let end = play.audit().await;
    end.check_end();
    play.close().await;
    let seconds = begin.elapsed().as_secs();
    say(&format!(
        "{shop} under fire, {orders} orders in {seconds} s:\n{audit}\n  \
         decisions     {decided}, by a person\n{}",
        end.end(),
    ));
}

/// Prints to the real standard error, because the output of a passing test is captured. So a log
/// contains the counts.
fn say(words: &str) {
    drop(writeln!(io::stderr(), "{words}"));
}
