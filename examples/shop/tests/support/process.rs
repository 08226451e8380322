//! The program as a process, for the tests that kill it.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::thread::JoinHandle;

use plutu_sandbox::Sandbox;

/// A shop in its own process.
pub(crate) struct Program {
    pub(crate) process: Killed,
    stdout: BufReader<ChildStdout>,
    log: JoinHandle<String>,
    pub(crate) url: String,
    pub(crate) desk_url: String,
}

impl Program {
    pub(crate) fn spawn(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut stderr = process.stderr.take().unwrap();
        // The output is read all the time. Otherwise the program would block when the pipe is full.
        let log = thread::spawn(move || {
            let mut log = String::new();
            stderr.read_to_string(&mut log).unwrap();
            log
        });
        let stdout = process.stdout.take().unwrap();
        let mut program = Self {
            process: Killed(process),
            stdout: BufReader::new(stdout),
            log,
            url: String::new(),
            desk_url: String::new(),
        };
        program.url = program.says("shop");
        program.desk_url = program.says("desk");
        program
    }

    /// The value of the next printed line with this name.
    pub(crate) fn says(&mut self, name: &str) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        let said = line.strip_prefix(name).map(str::trim);
        said.expect("the program says where it is").to_owned()
    }

    /// Kills it, like a power failure, and returns its log.
    pub(crate) fn kill(self) -> String {
        drop(self.process);
        self.log.join().unwrap()
    }
}

/// A process that does not outlive its test.
pub(crate) struct Killed(pub(crate) Child);

impl Drop for Killed {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The program with a free port and no other settings.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shop"));
    for name in [
        "ADDRESS",
        "DATABASE_URL",
        "SHOP_URL",
        "SHOP_DESK",
        "PLUTU_BASE_URL",
        "PLUTU_API_KEY",
        "PLUTU_ACCESS_TOKEN",
        "PLUTU_SECRET_KEY",
        "PLUTU_TIMEOUT",
    ] {
        command.env_remove(name);
    }
    command.env("PORT", "0");
    command
}

/// The program with an account at this sandbox.
pub(crate) fn command_of(database_url: &str, sandbox: &Sandbox) -> Command {
    let credentials = sandbox.credentials();
    let mut command = command();
    command
        .env("DATABASE_URL", database_url)
        .env("PLUTU_BASE_URL", sandbox.base_url())
        .env("PLUTU_API_KEY", credentials.api_key().expose())
        .env("PLUTU_ACCESS_TOKEN", credentials.access_token().expose())
        .env("PLUTU_SECRET_KEY", sandbox.secret_key().expose());
    command
}
