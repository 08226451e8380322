//! The shop's commands: the shop itself, which ends with the check, and short ones that answer.

use std::io;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt as _;
use tokio::process::Child;
use tokio::process::Command;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::check::trouble::shown;

/// What the environment of a command says, besides what it inherits.
pub(crate) type Environment = Vec<(&'static str, String)>;

/// A shop that was started for the check. It ends when this is dropped, with all its processes.
pub(crate) struct ShopProcess {
    child: Child,
    printed: Printed,
}

/// The end of what a process printed.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl ShopProcess {
    pub(crate) fn start(command: &str, environment: &Environment) -> io::Result<Self> {
        let mut child = shell(command, environment).spawn()?;
        let printed = Printed::default();
        if let Some(stdout) = child.stdout.take() {
            printed.follow(stdout);
        }
        if let Some(stderr) = child.stderr.take() {
            printed.follow(stderr);
        }
        Ok(Self { child, printed })
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// The last that it printed.
    pub(crate) fn last_words(&self) -> String {
        self.printed.text()
    }

    /// Asks it to end, waits for a moment, and ends it.
    pub(crate) async fn stop(mut self) {
        if ask_to_end(&self.child) {
            let _ = timeout(PATIENCE, self.child.wait()).await;
        }
    }
}

impl Drop for ShopProcess {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// What a short command did.
pub(super) struct Done {
    pub(super) code: Option<i32>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Done {
    /// How it ended.
    pub(super) fn end(&self) -> String {
        let code = self.code.map(|code| format!("exit code {code}"));
        code.unwrap_or_else(|| "a signal".to_owned())
    }

    /// What it said of an error, and else what it printed.
    pub(super) fn words(&self) -> String {
        shown(if self.stderr.trim().is_empty() {
            &self.stdout
        } else {
            &self.stderr
        })
    }
}

/// Runs a command to its end; `None` if that takes too long.
pub(super) async fn run(
    command: &str,
    environment: &Environment,
    patience: Duration,
) -> io::Result<Option<Done>> {
    let mut process = Guarded(shell(command, environment).spawn()?);
    let read = async {
        let (stdout, stderr) = (process.0.stdout.take(), process.0.stderr.take());
        tokio::join!(process.0.wait(), beginning(stdout), beginning(stderr))
    };
    let Ok((status, stdout, stderr)) = timeout(patience, read).await else {
        return Ok(None);
    };
    Ok(Some(Done {
        code: status?.code(),
        stdout,
        stderr,
    }))
}

/// A process that does not outlive its command.
struct Guarded(Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        end(&mut self.0);
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

    fn text(&self) -> String {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&kept).into_owned()
    }
}

async fn beginning(from: Option<impl AsyncRead + Unpin>) -> String {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        // What was read before an error counts.
        let _ = from.take(MAX_OUTPUT).read_to_end(&mut bytes).await;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A command for the shell, in a group of processes of its own: a shell's children end with it.
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

#[cfg(unix)]
fn ask_to_end(child: &Child) -> bool {
    signal(child, nix::sys::signal::Signal::SIGTERM)
}

#[cfg(unix)]
fn end(child: &mut Child) {
    signal(child, nix::sys::signal::Signal::SIGKILL);
}

/// Signals the process and its children. One that has ended and was waited for has no id any more.
#[cfg(unix)]
fn signal(child: &Child, signal: nix::sys::signal::Signal) -> bool {
    let id = child.id().and_then(|id| i32::try_from(id).ok());
    let group = id.map(nix::unistd::Pid::from_raw);
    group.is_some_and(|group| nix::sys::signal::killpg(group, signal).is_ok())
}

#[cfg(not(unix))]
fn ask_to_end(_: &Child) -> bool {
    false
}

#[cfg(not(unix))]
fn end(child: &mut Child) {
    let _ = child.start_kill();
}

/// How long a shop has to end by itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// How much of a shop's output is kept, in bytes.
const KEPT: usize = 2048;

/// How much of a command's output is read, in bytes.
const MAX_OUTPUT: u64 = 1 << 20;
