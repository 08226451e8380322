//! A PostgreSQL server for tests. It listens on a socket in a temporary folder, and ends with the
//! test.
//!
//! If `DATABASE_URL` is set, tests use that database instead, and only add to it.

use std::env;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::PathBuf;
use std::process;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

/// A server that runs until this is dropped or the process ends, for whatever reason.
#[derive(Debug)]
pub struct Server {
    url: String,
    /// `None` for the server of `DATABASE_URL`.
    keeper: Option<Keeper>,
}

/// The shell that runs the server, and the pipes to it. The server ends when a pipe is closed.
#[derive(Debug)]
struct Keeper {
    shell: Child,
    answers: BufReader<ChildStdout>,
}

impl Server {
    /// The server that all tests of a process share: the one that `DATABASE_URL` names, or a
    /// private one. If there is none, prints to standard error that `test` is skipped.
    ///
    /// # Panics
    ///
    /// Panics if PostgreSQL is installed but does not start.
    #[must_use]
    pub fn shared(test: &str) -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Server>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| Self::from_env().or_else(Self::start));
        if shared.is_none() {
            skip(test);
        }
        shared.as_ref()
    }

    /// Starts a server for one test, even if `DATABASE_URL` is set. The test may stop it. If
    /// PostgreSQL is not installed, prints to standard error that `test` is skipped.
    ///
    /// # Panics
    ///
    /// Panics if PostgreSQL is installed but does not start.
    #[must_use]
    pub fn private(test: &str) -> Option<Self> {
        let server = Self::start();
        if server.is_none() {
            skip(test);
        }
        server
    }

    fn from_env() -> Option<Self> {
        let url = env::var("DATABASE_URL").ok();
        let url = url.filter(|url| url.starts_with("postgres"))?;
        Some(Self { url, keeper: None })
    }

    fn start() -> Option<Self> {
        Some(keep(&programs()?).expect("a shell can be started"))
    }

    /// Stops a [private](Self::private) server at once, as a crash would. Committed data is kept.
    ///
    /// # Panics
    ///
    /// Panics if the server is not private or does not stop.
    pub fn stop(&mut self) {
        self.command("stop");
    }

    /// Starts a [stopped](Self::stop) server again, at the same URL.
    ///
    /// # Panics
    ///
    /// Panics if the server is not private or does not start.
    pub fn start_again(&mut self) {
        self.command("start");
    }

    fn command(&mut self, command: &str) {
        let keeper = self.keeper.as_mut().expect("the server is private");
        let stdin = keeper.shell.stdin.as_mut().expect("the pipe is open");
        writeln!(stdin, "{command}").expect("the keeper reads");
        keeper.wait_for(command).expect("the keeper answers");
    }

    /// The URL of an empty database, or of the one that `DATABASE_URL` names.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(keeper) = &mut self.keeper {
            drop(keeper.shell.stdin.take());
            drop(keeper.shell.wait());
        }
    }
}

impl Keeper {
    /// Waits until a command is done. If the command fails, the keeper ends.
    fn wait_for(&mut self, command: &str) -> io::Result<()> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        assert_eq!(
            line.trim_end(),
            command,
            "PostgreSQL did not execute the command"
        );
        Ok(())
    }
}

/// Prints to standard error directly, so that the gate's log shows the line.
fn skip(test: &str) {
    let reason = "PostgreSQL is not installed, and `DATABASE_URL` does not name one";
    drop(writeln!(io::stderr(), "skipped: {test}: {reason}"));
}

/// The shell executes the commands on its standard input. When the test ends, for whatever reason,
/// the input ends and the shell stops the server.
const KEEPER: &str = r#"
set -eu
export PATH="$1:$PATH"
trap 'pg_ctl -D "$2/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$2"' EXIT
mkdir -m 700 "$2"
cd "$2"
initdb -D data -U postgres -A trust -E UTF8 --locale=C --no-sync >log 2>&1 </dev/null || { cat log >&2; exit 1; }
while read -r command; do
    case "$command" in
    start)
        pg_ctl -D data -w -l log -o "-k $2 -c listen_addresses='' -c fsync=off -c max_connections=200" start \
            >/dev/null 2>&1 </dev/null || { cat log >&2; exit 1; }
        ;;
    stop) pg_ctl -D data -m immediate stop >/dev/null 2>&1 </dev/null ;;
    esac
    echo "$command"
done
"#;

fn keep(programs: &str) -> io::Result<Server> {
    static STARTED: AtomicU32 = AtomicU32::new(0);
    let number = STARTED.fetch_add(1, Ordering::Relaxed);
    // Short, because the path of a socket has at most 107 bytes.
    let folder = format!("/tmp/plutu-postgres-{}-{number}", process::id());
    let mut shell = as_somebody()
        .args(["sh", "-c", KEEPER, "keeper", programs, &folder])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let stdout = shell.stdout.take().expect("standard output is a pipe");
    let keeper = Keeper {
        shell,
        answers: BufReader::new(stdout),
    };
    let mut server = Server {
        url: format!("postgres://postgres@localhost/postgres?host={folder}"),
        keeper: Some(keeper),
    };
    server.start_again();
    Ok(server)
}

/// PostgreSQL refuses to run as root, so root starts it as the user that its package created.
fn as_somebody() -> Command {
    let id = Command::new("id").arg("-u").output();
    if id.is_ok_and(|id| id.stdout == b"0\n") {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]);
        return command;
    }
    Command::new("env")
}

/// The folder with PostgreSQL's programs.
fn programs() -> Option<String> {
    let path = env::var_os("PATH").unwrap_or_default();
    // Debian does not put them into `PATH`.
    let debian = std::fs::read_dir("/usr/lib/postgresql");
    let debian = debian.into_iter().flatten().flatten();
    let folders = debian.map(|version| version.path().join("bin"));
    let mut folders = folders.chain(env::split_paths(&path));
    let folder: Option<PathBuf> = folders.find(|folder| {
        let has = |program: &str| folder.join(program).is_file();
        has("initdb") && has("pg_ctl") && has("postgres")
    });
    folder.and_then(|folder| folder.into_os_string().into_string().ok())
}
