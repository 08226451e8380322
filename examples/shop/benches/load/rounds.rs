//! The rounds. Each one places orders and settles them with one variant, and reads the server's
//! processor time before and after.

use std::env;
use std::io::BufRead;
use std::io::BufReader;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use futures_util::StreamExt;
use futures_util::stream;
use nix::time::ClockId;
use nix::time::clock_getcpuclockid;
use nix::time::clock_gettime;
use nix::unistd::Pid;
use plutu_core::Amount;
use plutu_core::Verifier;
use plutu_core::callback::signed_query;
use plutu_core::currency::USD;
use plutu_core::gateways::mpgs;
use plutu_orders::OrderId;
use plutu_orders::Orders;
use reqwest::Client;

use crate::database::Database;
use crate::figures::Cost;
use crate::figures::Figures;
use crate::server;
use crate::variant::Variant;

pub(crate) const ROUNDS: usize = 61;

pub(crate) const SETTLEMENTS: usize = 150;

/// How many payers return at once.
const AT_ONCE: usize = 8;

/// Measures all variants on this database.
pub(crate) async fn take_turns(database_url: &str) -> Figures {
    let bench = Bench::open(database_url).await;
    let mut figures = Figures::new(time_of_verification());
    // The first round only warms up.
    for round in 0..=ROUNDS {
        let mut order = Variant::ALL;
        // A later variant finds warmer caches and more orders, so the order of the variants changes
        // too.
        order.rotate_left(round % Variant::ALL.len());
        if round % 8 < 4 {
            order.reverse();
        }
        let mut costs = Vec::new();
        for variant in order {
            costs.push((variant, bench.round(variant, round).await));
        }
        if round > 0 {
            figures.add(&costs);
        }
    }
    figures
}

struct Bench {
    server: Server,
    client: Client,
    database: Database,
    orders: Orders,
}

impl Bench {
    async fn open(database_url: &str) -> Self {
        let server = Server::start(database_url);
        let database = Database::open_in_haste(database_url).await;
        database.make_table().await;
        Self {
            server,
            client: Client::builder().no_proxy().build().unwrap(),
            orders: database.orders(),
            database,
        }
    }

    async fn round(&self, variant: Variant, round: usize) -> Cost {
        let mut urls = Vec::new();
        for number in 0..SETTLEMENTS {
            let id = format!("{variant:?}-{round}-{number}").parse().unwrap();
            urls.push(self.prepare(variant, &id).await);
        }
        let (cpu, begin) = (self.server.cpu(), Instant::now());
        let requests = urls.iter().map(|url| self.settle(url));
        let settled = stream::iter(requests).buffer_unordered(AT_ONCE);
        settled.for_each(async |()| {}).await;
        let (wall, cpu) = (begin.elapsed(), self.server.cpu().saturating_sub(cpu));
        Cost {
            per_second: SETTLEMENTS as f64 / wall.as_secs_f64(),
            micros: cpu.as_secs_f64() * 1e6 / SETTLEMENTS as f64,
        }
    }

    /// Prepares a new order, and returns the URL that settles it.
    async fn prepare(&self, variant: Variant, id: &OrderId) -> String {
        let Server { shop, routes, .. } = &self.server;
        let query = query(id);
        if variant == Variant::Statement {
            self.database.place_bare(id).await;
        } else {
            self.database.place(&self.orders, id, price()).await;
        }
        // This is done for every variant, so that the server does the same before each of them.
        let trust = self.client.post(format!("{routes}/trust/{id}"));
        let trusted = trust.body(query.clone()).send().await.unwrap();
        assert!(trusted.status().is_success());
        let route = match variant {
            Variant::Shop => return format!("{shop}/en/orders/{id}/return/mpgs?{query}"),
            Variant::Route => "route",
            Variant::NotVerified => "not-verified",
            Variant::Statement => "statement",
        };
        format!("{routes}/{route}/{id}?{query}")
    }

    async fn settle(&self, url: &str) {
        let answer = self.client.get(url).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        drop(answer.bytes().await.unwrap());
    }
}

/// The server's process.
struct Server {
    process: Child,
    clock: ClockId,
    shop: String,
    routes: String,
}

impl Server {
    fn start(database_url: &str) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args([server::ARGUMENT, database_url])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut line = || lines.next().expect("an address").unwrap();
        let (shop, routes) = (line(), line());
        let pid = Pid::from_raw(process.id().try_into().unwrap());
        Self {
            clock: clock_getcpuclockid(pid).unwrap(),
            process,
            shop,
            routes,
        }
    }

    /// The processor time that it has used.
    fn cpu(&self) -> Duration {
        clock_gettime(self.clock).unwrap().into()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The processor time of verifying one callback.
fn time_of_verification() -> Duration {
    const TIMES: u32 = 100_000;
    let query = query(&"Route-1-100".parse().unwrap());
    let verifier = Verifier::new(server::secret_key());
    let cpu = || Duration::from(clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).unwrap());
    let begin = cpu();
    for _ in 0..TIMES {
        let callback = mpgs::Callback::verify(std::hint::black_box(&query), &verifier);
        assert!(std::hint::black_box(callback).is_ok());
    }
    cpu().saturating_sub(begin) / TIMES
}

/// MPGS's signed query for the approved payment of an order.
fn query(id: &OrderId) -> String {
    let (amount, invoice_no) = (price().to_string(), format!("{id}-1"));
    let pairs = [
        ("gateway", "mpgs"),
        ("approved", "1"),
        ("amount", &amount),
        ("currency", "USD"),
        ("invoice_no", &invoice_no),
        ("transaction_id", "100918"),
    ];
    signed_query(pairs, &server::secret_key())
}

fn price() -> Amount<USD> {
    "2.60".parse().unwrap()
}
