//! The table of the certainty that every adapter reports after every fault. It is measured.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::Duration;

use plutu_contract::transport::Fault;
use plutu_contract::transport::Scene;
use plutu_contract::transport::Server;
use plutu_http::core::Certainty;
use plutu_http::core::gateways::mpgs;
use plutu_http::core::gateways::sadad;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::clients::Adapter;
use crate::dropped;

/// The result of one adapter with one fault.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// The result of a request that opens a payment page.
    pub harmless: Attempt,
    /// The result of a charge.
    pub moves_money: Attempt,
}

impl Cell {
    fn attempts(self) -> [Attempt; 2] {
        [self.harmless, self.moves_money]
    }
}

/// The result of one request.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// The certainty that the error reports. `None` for a success.
    pub said: Option<Certainty>,
    /// The number of requests that the server read completely.
    pub posts: usize,
    /// The numbers of connections and bytes that reached the target of a redirect.
    elsewhere: (usize, u64),
    /// The number of bytes of an answer that the client accepted.
    taken: u64,
    never_stopped: bool,
}

/// The table.
pub struct Matrix {
    cells: Cells,
    /// The row for a future that is dropped.
    dropped: String,
}

impl Matrix {
    /// The table. It is measured once.
    pub fn get() -> &'static Self {
        static MATRIX: LazyLock<Matrix> =
            LazyLock::new(|| Runtime::new().unwrap().block_on(Matrix::measure()));
        &MATRIX
    }

    async fn measure() -> Self {
        let (stalls, others): (Vec<_>, Vec<_>) =
            Fault::ALL.iter().partition(|fault| fault.is_stall());
        // The stalls run alone, so that nothing else delays them past a time-out.
        let mut cells = measure(others).await;
        cells.extend(measure(stalls).await);
        Self {
            cells,
            dropped: dropped::row().await,
        }
    }

    pub fn cell(&self, fault: Fault, adapter: Adapter) -> Cell {
        self.cells[&(fault, adapter)]
    }

    /// The table in the form of the documentation.
    fn markdown(&self) -> String {
        let names = Adapter::ALL.map(Adapter::name).join(" | ");
        let mut table =
            format!("| what happened | what must be reported | {names} | `POST`s read |\n");
        table.push_str("|---|---|---|---|---|---|---|\n");
        for fault in Fault::ALL {
            let expected = said(Some(fault.certainty(false)), Some(fault.certainty(true)));
            write!(table, "| {fault} | {expected} |").unwrap();
            let cells = Adapter::ALL.map(|adapter| self.cell(*fault, adapter));
            for cell in cells {
                let said = said(cell.harmless.said, cell.moves_money.said);
                write!(table, " {said} |").unwrap();
            }
            let attempts = cells.iter().flat_map(|cell| cell.attempts());
            let posts = attempts.map(|attempt| attempt.posts).max().unwrap();
            writeln!(table, " {posts} |").unwrap();
        }
        writeln!(table, "{}", self.dropped).unwrap();
        table
    }
}

fn said(harmless: Option<Certainty>, moves_money: Option<Certainty>) -> String {
    let word =
        |said: Option<Certainty>| said.map_or("success".to_owned(), |said| format!("{said:?}"));
    if harmless == moves_money {
        word(harmless)
    } else {
        format!("{}; with money {}", word(harmless), word(moves_money))
    }
}

type Cells = HashMap<(Fault, Adapter), Cell>;

async fn measure(faults: Vec<Fault>) -> Cells {
    let mut cells = JoinSet::new();
    for fault in faults {
        for adapter in Adapter::ALL {
            cells.spawn(async move { ((fault, adapter), cell(fault, adapter).await) });
        }
    }
    cells.join_all().await.into_iter().collect()
}

async fn cell(fault: Fault, adapter: Adapter) -> Cell {
    let (harmless, moves_money) = tokio::join!(
        attempt(fault, adapter, false),
        attempt(fault, adapter, true)
    );
    Cell {
        harmless,
        moves_money,
    }
}

/// Sends one request to a server that plays the fault.
async fn attempt(fault: Fault, adapter: Adapter, moves_money: bool) -> Attempt {
    let scene = tokio::task::spawn_blocking(move || Scene::of(fault))
        .await
        .unwrap()
        .unwrap();
    let (connect, total) = timeouts(fault);
    let client = adapter.client(scene.base_url(), connect, total);
    for _ in 0..scene.first_posts() {
        let _receipt = client.send(charge_for("INV-1000")).await.unwrap();
    }
    let sent = if moves_money {
        client.send(charge()).await.map(drop)
    } else {
        client.send(open()).await.map(drop)
    };
    let elsewhere = scene.elsewhere();
    Attempt {
        said: sent.err().map(|error| error.certainty()),
        posts: scene.posts(),
        elsewhere: elsewhere.map_or((0, 0), |target| (target.connections(), target.bytes_read())),
        taken: scene.server().map_or(0, Server::bytes_written),
        never_stopped: scene.gave_up(),
    }
}

/// The time-outs for a fault. If only a time-out ends the fault, the time-out is long enough for a
/// busy machine and much shorter than the server's patience. Otherwise it is so long that it never
/// decides.
pub fn timeouts(fault: Fault) -> (Duration, Duration) {
    if fault.is_stall() {
        (Duration::from_secs(6), Duration::from_secs(12))
    } else {
        (Duration::from_secs(60), Duration::from_secs(600))
    }
}

fn open() -> mpgs::Confirm {
    mpgs::Confirm::builder()
        .amount("12.50".parse().unwrap())
        .invoice_no("INV-1001".parse().unwrap())
        .return_url("https://shop.example/paid".parse().unwrap())
        .build()
}

pub fn charge() -> sadad::Confirm {
    charge_for("INV-1001")
}

/// The one place that builds a charge.
pub fn charge_for(invoice_no: &str) -> sadad::Confirm {
    let challenge = sadad::Challenge::new("1".parse().unwrap(), "12.50".parse().unwrap());
    sadad::Confirm::answering(&challenge, challenge.amount())
        .unwrap()
        .code("111111".parse().unwrap())
        .invoice_no(invoice_no.parse().unwrap())
        .build()
}

/// Every attempt in the table, with a description of its fault and adapter.
fn attempts() -> impl Iterator<Item = (String, Attempt)> {
    let cells = Matrix::get().cells.iter();
    cells.flat_map(|((fault, adapter), cell)| {
        let what = format!("{fault} through {}", adapter.name());
        cell.attempts().map(|attempt| (what.clone(), attempt))
    })
}

#[test]
fn t21_no_request_is_sent_twice() {
    for (what, attempt) in attempts() {
        assert!(attempt.posts <= 1, "{what}: {attempt:?}");
    }
}

#[test]
fn t20_nothing_reaches_the_target_of_a_redirect() {
    for (what, attempt) in attempts() {
        assert_eq!(attempt.elsewhere, (0, 0), "{what}: {attempt:?}");
    }
}

/// Most of the accepted bytes are in the system's buffers of the two sockets.
#[test]
fn t23_an_answer_without_end_is_not_read() {
    for (what, attempt) in attempts() {
        assert!(attempt.taken <= 48 * 1_048_576, "{what}: {attempt:?}");
    }
}

#[test]
fn t23_every_wait_ends() {
    for (what, attempt) in attempts() {
        assert!(!attempt.never_stopped, "{what}: {attempt:?}");
    }
}

/// The documentation contains the measured table. `PLUTU_BLESS=1` writes it there.
#[test]
fn the_table_in_the_documentation_is_what_was_measured() {
    let table = Matrix::get().markdown();
    println!("{table}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../plutu-http/CERTAINTY.md");
    let documented = std::fs::read_to_string(path).unwrap();
    let (before, rest) = documented.split_once("<!-- measured -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    let measured = format!("{before}<!-- measured -->\n{table}<!-- end -->{after}");
    if std::env::var_os("PLUTU_BLESS").is_some() {
        std::fs::write(path, measured).unwrap();
    } else {
        assert!(
            documented == measured,
            "run the test again with PLUTU_BLESS=1, and read the difference"
        );
    }
}
