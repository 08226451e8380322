//! The processes of the shop, which are killed at random, and the one address that leads to any of
//! them.

use std::process::Command;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use plutu_sandbox::Sandbox;
use tokio::io::copy_bidirectional;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::spawn_blocking;

use crate::process::Program;
use crate::process::command_of;
use crate::random::Random;

pub(crate) struct Machines {
    database_url: String,
    /// The URL at which payers and Plutu reach the shop.
    pub(crate) url: String,
    all: Arc<[Machine]>,
    kills: AtomicUsize,
}

/// The place of one process.
#[derive(Default)]
struct Machine(Mutex<Option<Running>>);

struct Running {
    program: Program,
    /// The address that the process listens on.
    address: String,
}

impl Machines {
    pub(crate) async fn open(database_url: &str, count: usize, sandbox: &Sandbox) -> Self {
        let entrance = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let machines = Self {
            database_url: database_url.to_owned(),
            url: format!("http://{}", entrance.local_addr().unwrap()),
            all: (0..count).map(|_| Machine::default()).collect(),
            kills: AtomicUsize::default(),
        };
        tokio::spawn(lead_in(entrance, Arc::clone(&machines.all)));
        machines.start(&machines.all, sandbox).await;
        machines
    }

    /// How many processes were killed.
    pub(crate) fn kills(&self) -> usize {
        self.kills.load(Ordering::Relaxed)
    }

    pub(crate) fn desk_url(&self) -> String {
        let first = self.all[0].0.lock().unwrap();
        let running = first.as_ref().expect("it runs");
        running.program.desk_url.clone()
    }

    /// Kills one process, or all at once, and starts them again after a moment.
    pub(crate) async fn strike(&self, random: &mut Random, sandbox: &Sandbox) {
        let one = random.below(self.all.len());
        let struck = if random.once_in(5) {
            &*self.all
        } else {
            &self.all[one..=one]
        };
        self.kill(struck).await;
        pause(random, 100).await;
        self.start(struck, sandbox).await;
    }

    pub(crate) async fn close(&self) {
        self.kill(&self.all).await;
    }

    async fn start(&self, machines: &[Machine], sandbox: &Sandbox) {
        for machine in machines {
            machine.start(|| self.command(sandbox)).await;
        }
    }

    async fn kill(&self, struck: &[Machine]) {
        for machine in struck {
            machine.kill().await;
            self.kills.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A charge that takes longer than one second is in doubt. A charge whose process was killed is
    /// frozen after two seconds.
    fn command(&self, sandbox: &Sandbox) -> Command {
        let mut command = command_of(&self.database_url, sandbox);
        command
            .env("SHOP_URL", &self.url)
            .env("SHOP_DESK", "desk")
            .env("PLUTU_TIMEOUT", "1");
        command
    }
}

impl Running {
    fn start(command: Command) -> Self {
        let mut program = Program::spawn(command);
        let address = program.says("here").replace("http://", "");
        Self { program, address }
    }
}

impl Machine {
    /// Starts the process, again if necessary: on a very slow machine the database may answer too
    /// late.
    async fn start(&self, command: impl Fn() -> Command) {
        for _ in 0..5 {
            let command = command();
            if let Ok(running) = spawn_blocking(|| Running::start(command)).await {
                *self.0.lock().unwrap() = Some(running);
                return;
            }
        }
        panic!("the shop does not open");
    }

    async fn kill(&self) {
        let running = self.0.lock().unwrap().take().expect("it runs");
        let log = spawn_blocking(|| running.program.kill()).await.unwrap();
        let mut lines = log.lines();
        let bad = lines.find(|line| line.contains(" ERROR ") || line.contains("panicked"));
        assert_eq!(bad, None, "the shop logged an internal error");
    }

    fn address(&self) -> Option<String> {
        let running = self.0.lock().unwrap();
        running.as_ref().map(|running| running.address.clone())
    }
}

/// Waits for at most so many milliseconds.
pub(crate) async fn pause(random: &mut Random, milliseconds: usize) {
    let milliseconds = u64::try_from(random.below(milliseconds)).unwrap();
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

/// Forwards each connection to a process: to a different one than the last, if there is one.
async fn lead_in(entrance: TcpListener, machines: Arc<[Machine]>) {
    for turn in 0.. {
        let (payer, _) = entrance.accept().await.unwrap();
        let mut addresses: Vec<_> = machines.iter().filter_map(Machine::address).collect();
        let first = turn % addresses.len().max(1);
        addresses.rotate_left(first);
        tokio::spawn(lead_to_one(payer, addresses));
    }
}

/// If no process runs, the connection is closed.
async fn lead_to_one(mut payer: TcpStream, addresses: Vec<String>) {
    for address in addresses {
        if let Ok(mut machine) = TcpStream::connect(address).await {
            drop(copy_bidirectional(&mut payer, &mut machine).await);
            return;
        }
    }
}
