//! A check ends the shop and the commands that it started, with all their processes.

use std::fs;
use std::io;
use std::io::Write as _;
use std::net::TcpListener;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::program::LONG;
use crate::program::SHORT;
use crate::program::checking;
use crate::program::checking_for;
use crate::program::shop;
use crate::temporary::Killed;
use crate::temporary::Temporary;

#[test]
fn an_interrupted_check_leaves_no_shop_behind() {
    if !cfg!(unix) {
        writeln!(io::stderr(), "skipped: no signals here").unwrap();
        return;
    }
    for signal in ["INT", "TERM"] {
        interrupt(signal);
    }
}

/// Interrupts a check whose shop and whose `--start` hang, each with a child. They ignore SIGTERM.
fn interrupt(signal: &str) {
    let pids = Temporary::new(&format!("pids-{signal}"));
    let note = |what: &str| format!("echo {what} >> '{}'", pids.path().display());
    let hang = format!("trap '' TERM; sleep 600 & {}; {}", note("$!"), note("$$"));
    let run = format!("{hang}; {}", shop());
    let mut command = checking_for(&run, "600");
    command.args(["--gateway", "mpgs", "--paid", "true", "--start"]);
    command.arg(format!("{hang}; wait"));
    command.stderr(Stdio::piped()).stdout(Stdio::null());
    let mut running = Killed(command.spawn().unwrap());
    let started = wait_for(|| {
        let text = fs::read_to_string(pids.path()).unwrap_or_default();
        let pids: Vec<_> = text.lines().map(str::to_owned).collect();
        (pids.len() == 4).then_some(pids)
    });
    assert!(started.iter().all(|pid| is_alive(pid)), "{started:?}");
    assert!(kill(signal, &running.0.id().to_string()));
    let status = wait_for(|| running.0.try_wait().unwrap());
    assert_eq!(status.code(), Some(2), "{status}");
    let stderr = running.0.stderr.take().unwrap();
    let error = io::read_to_string(stderr).unwrap();
    assert!(error.contains("it was interrupted"), "{error}");
    wait_for(|| (!started.iter().any(|pid| is_alive(pid))).then_some(()));
}

/// The first process of a group, which is the shell or what it executes, ends before the others.
#[test]
fn no_process_is_left_when_the_first_one_ends_early() {
    if !cfg!(unix) {
        writeln!(io::stderr(), "skipped: no process groups here").unwrap();
        return;
    }
    let shop = shop();
    for (case, run, start, patience) in [
        // SIGTERM ends the shop, and its child ignores the signal.
        ("shop", format!("{STUBBORN}; {shop}"), "exit 9", LONG),
        // The shell leaves the shop in the background.
        ("shell", STUBBORN.to_owned(), "exit 9", LONG),
        // The child of a command keeps its output open.
        ("command", shop.clone(), STUBBORN, SHORT),
        // The child of a command that has ended well.
        ("quiet", shop, QUIET, LONG),
    ] {
        let pids = Temporary::new(&format!("pids-{case}"));
        let mut command = checking_for(&run, patience);
        command.args(["--gateway", "mpgs", "--paid", "true", "--start", start]);
        let output = command.env("PIDS", pids.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{case}: {output:?}");
        let started = fs::read_to_string(pids.path()).unwrap();
        assert!(!started.is_empty(), "{case}");
        wait_for(|| (!started.lines().any(is_alive)).then_some(()));
    }
}

/// Starts a process that ignores SIGTERM, and notes its id.
const STUBBORN: &str = "(trap '' TERM; exec sleep 600) & echo $! >> \"$PIDS\"";

/// The same, without the command's output.
const QUIET: &str = "(trap '' TERM; exec sleep 600) >/dev/null 2>&1 & echo $! >> \"$PIDS\"";

/// Whether a process runs. One that has ended and was not waited for does not.
fn is_alive(pid: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"));
    match stat {
        Ok(stat) => !stat.contains(") Z "),
        Err(_) if cfg!(target_os = "linux") => false,
        Err(_) => kill("0", pid),
    }
}

fn kill(signal: &str, pid: &str) -> bool {
    let mut kill = Command::new("kill");
    let kill = kill.args([&format!("-{signal}"), pid]);
    kill.stderr(Stdio::null()).status().unwrap().success()
}

fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..1200 {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("it does not happen");
}

#[test]
fn a_shop_that_ends_by_itself_is_not_waited_for() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap();
    let start = format!("http://{}/", port.local_addr().unwrap());
    drop(port);
    let mut command = checking("exit 3");
    command.args(["--gateway", "mpgs", "--paid", "true", "--start", &start]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}
