//! Measures the cost of a settlement: through the whole shop, through the return route only,
//! without its verification, and as the bare conditional statement. `cargo bench -p shop --bench
//! load`
//!
//! A settlement is one request: a payer returns with MPGS's signed query, and the order becomes
//! paid. The server is a separate process, so that its processor time is that of the routes,
//! without the time of PostgreSQL's server. The variants take turns for many rounds, and the
//! figures are medians.
//!
//! | variant | what it does |
//! |---|---|
//! | the shop | finds the order by its address, verifies, settles, logs, and shows a page |
//! | the route | verifies and settles |
//! | not verified | settles with a callback that was verified before the round |
//! | the statement | `UPDATE … SET paid = TRUE WHERE id = … AND NOT paid` |

#![expect(
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "small numbers, and a benchmark stops at what it does not expect"
)]

mod database;
mod figures;
mod rounds;
mod server;
mod variant;

use std::env;
use std::process::ExitCode;

use plutu_test_postgres::Server;

use crate::figures::Figures;

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    match arguments.next().as_deref() {
        Some(server::ARGUMENT) => {
            server::serve(&arguments.next().expect("a database")).await;
            ExitCode::SUCCESS
        }
        Some("--bench") => measure().await,
        // `cargo test --all-targets` runs it too: minutes are too long for a test.
        _ => {
            println!("skipped: `cargo bench` runs it");
            ExitCode::SUCCESS
        }
    }
}

async fn measure() -> ExitCode {
    println!(
        "{} rounds of {} settlements, medians:\n",
        rounds::ROUNDS,
        rounds::SETTLEMENTS
    );
    let file = env::temp_dir().join(format!("shop-load-{}.db", std::process::id()));
    let on_sqlite = on("SQLite", &format!("sqlite:{}", file.display())).await;
    for ending in ["", "-wal", "-shm"] {
        drop(std::fs::remove_file(format!("{}{ending}", file.display())));
    }
    let on_postgres = match Server::private("settlements on PostgreSQL") {
        Some(server) => Some(on("PostgreSQL", server.url()).await),
        None => None,
    };
    let all: Vec<Figures> = [on_sqlite].into_iter().chain(on_postgres).collect();
    if all.iter().all(Figures::hold) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

async fn on(database: &str, url: &str) -> Figures {
    let figures = rounds::take_turns(url).await;
    println!("{database}\n{figures}");
    figures
}
