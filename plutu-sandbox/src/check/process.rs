//! The commands of a check: the shop, which ends with the check, and short ones such as `--start`.

use std::io;
use std::net::Ipv4Addr;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::process::Child;
use tokio::process::ChildStderr;
use tokio::process::ChildStdout;
use tokio::process::Command;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::check::group::Group;
use crate::check::trouble::Trouble;
use crate::check::trouble::shown;

/// The variables that a command gets besides those that it inherits.
pub(crate) type Environment = Vec<(&'static str, String)>;

/// A shop that was started for the check. It ends when this is dropped, on Unix with its whole
/// process group.
pub(crate) struct ShopProcess {
    command: String,
    process: Grouped,
    printed: Printed,
    /// The tasks that read the output.
    readers: Vec<JoinHandle<()>>,
}

/// The end of a process's output.
#[derive(Clone, Default)]
pub(crate) struct Printed(Arc<Mutex<Vec<u8>>>);

impl ShopProcess {
    /// Starts the shop, and keeps the end of its output in `printed`.
    pub(crate) fn start(
        command: String,
        environment: &Environment,
        printed: Printed,
    ) -> io::Result<Self> {
        let mut process = Grouped::spawn(&command, environment)?;
        let (stdout, stderr) = process.output();
        let stdout = stdout.map(|stdout| printed.follow(stdout));
        let stderr = stderr.map(|stderr| printed.follow(stderr));
        Ok(Self {
            command,
            process,
            printed,
            readers: stdout.into_iter().chain(stderr).collect(),
        })
    }

    /// Waits until the shop takes connections.
    pub(crate) async fn until_it_answers(
        &mut self,
        port: u16,
        patience: Duration,
    ) -> Result<(), Trouble> {
        let began = Instant::now();
        let patience = patience.max(START);
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .await
            .is_err()
        {
            if let Some(status) = self.process.ended() {
                self.read_to_the_end().await;
                let received = format!("it ended with {status} and {}", self.last_words());
                return Err(Trouble::new(self.step(), received, "correct --run"));
            }
            if began.elapsed() > patience {
                let received = format!(
                    "nothing listened on 127.0.0.1:{port} within {} s, and it printed {}",
                    patience.as_secs(),
                    self.last_words()
                );
                let advice = "let it listen on the port in PORT";
                return Err(Trouble::new(self.step(), received, advice));
            }
            sleep(PAUSE).await;
        }
        Ok(())
    }

    fn step(&self) -> String {
        format!("to start the shop, `{}`", self.command)
    }

    /// Waits for the output of a shop that has ended. A child of the shop may keep it open.
    async fn read_to_the_end(&mut self) {
        for reader in &mut self.readers {
            let _ = timeout(Duration::from_secs(1), reader).await;
        }
    }

    /// The end of the shop's output.
    fn last_words(&self) -> String {
        shown(&self.printed.text())
    }

    /// Asks the shop's processes to end, waits for a moment, and then ends those that are left. In
    /// a container whose process 1 waits for nobody, a child of the shop that ended after the shop
    /// still counts, so this may wait for the whole [`PATIENCE`].
    pub(crate) async fn stop(mut self) {
        if self.process.group.ask_to_end() {
            let _ = timeout(PATIENCE, self.process.until_over()).await;
        }
    }
}

/// How a short command ended.
pub(super) struct Done {
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Done {
    /// Whether the command was run to its end. A shell exits with 126 or 127 if it cannot run the
    /// command.
    pub(super) fn was_run(&self) -> bool {
        !matches!(self.code, None | Some(126 | 127))
    }

    /// How it ended and what it printed, as a sentence.
    pub(super) fn says(&self) -> String {
        format!("it ended with {} and {}", self.end(), self.words())
    }

    /// How it ended.
    pub(super) fn end(&self) -> String {
        let code = self.code.map(|code| format!("exit code {code}"));
        code.unwrap_or_else(|| "a signal".to_owned())
    }

    /// What it printed as an error; otherwise its output.
    pub(super) fn words(&self) -> String {
        shown(if self.stderr.trim().is_empty() {
            &self.stdout
        } else {
            &self.stderr
        })
    }
}

/// Runs a command to its end. `None` if that takes too long.
pub(super) async fn run(
    command: &str,
    environment: &Environment,
    patience: Duration,
) -> io::Result<Option<Done>> {
    let mut process = Grouped::spawn(command, environment)?;
    let (stdout, stderr) = process.output();
    let read = async { tokio::join!(process.until_ended(), beginning(stdout), beginning(stderr)) };
    let Ok((status, stdout, stderr)) = timeout(patience, read).await else {
        return Ok(None);
    };
    Ok(Some(Done {
        code: status?.code(),
        stdout,
        stderr,
    }))
}

/// The process of a command with its process group, which ends when this is dropped.
struct Grouped {
    child: Child,
    group: Group,
}

impl Grouped {
    fn spawn(command: &str, environment: &Environment) -> io::Result<Self> {
        let child = shell(command, environment).spawn()?;
        let group = Group::led_by(&child);
        Ok(Self { child, group })
    }

    fn output(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.child.stdout.take(), self.child.stderr.take())
    }

    /// The exit status, if the command has ended. Its children may still run.
    fn ended(&mut self) -> Option<ExitStatus> {
        let status = self.child.try_wait().ok().flatten()?;
        self.group.is_over();
        Some(status)
    }

    /// Waits until the command has ended. Its children may still run.
    async fn until_ended(&mut self) -> io::Result<ExitStatus> {
        let status = self.child.wait().await;
        // If no child is left, the group's id is free from now on.
        self.group.is_over();
        status
    }

    /// Waits until the command and its children have ended.
    async fn until_over(&mut self) {
        let _ = self.until_ended().await;
        while !self.group.is_over() {
            sleep(PAUSE).await;
        }
    }
}

impl Drop for Grouped {
    fn drop(&mut self) {
        // The command itself is ended by `kill_on_drop`, also where there are no groups.
        self.group.end();
    }
}

impl Printed {
    fn follow(&self, mut from: impl AsyncRead + Unpin + Send + 'static) -> JoinHandle<()> {
        let kept = self.clone();
        tokio::spawn(async move {
            let mut buffer = [0; 1024];
            while let Ok(count @ 1..) = from.read(&mut buffer).await {
                kept.keep(buffer.get(..count).unwrap_or_default());
            }
        })
    }

    fn keep(&self, bytes: &[u8]) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(bytes);
        let excess = kept.len().saturating_sub(KEPT);
        kept.drain(..excess);
    }

    pub(super) fn text(&self) -> String {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&kept).into_owned()
    }
}

async fn beginning(from: Option<impl AsyncRead + Unpin>) -> String {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        // The part that was read before an error is kept.
        let _ = from.take(MAX_OUTPUT).read_to_end(&mut bytes).await;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A command for the shell. It gets its own process group, so that its children end with it.
fn shell(command: &str, environment: &Environment) -> Command {
    let (program, option) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let mut shell = Command::new(program);
    shell
        .args([option, command])
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    #[cfg(unix)]
    shell.process_group(0);
    shell
}

/// How long a shop has to start, at least.
const START: Duration = Duration::from_secs(30);

const PAUSE: Duration = Duration::from_millis(50);

/// How long a shop has to end by itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// How much of a shop's output is kept, in bytes.
const KEPT: usize = 2048;

/// How much of a command's output is read, in bytes.
const MAX_OUTPUT: u64 = 1 << 20;
