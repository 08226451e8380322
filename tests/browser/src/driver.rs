//! The program that drives the browser, and the folder for the browser's files.

use std::env;
use std::fs;
use std::io;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::ErrorKind;
use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process;
use std::process::Child;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::Result;

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A running `chromedriver`.
#[derive(Debug)]
pub(crate) struct Driver {
    child: Child,
    pub(crate) url: String,
    pub(crate) user_data: PathBuf,
}

impl Driver {
    /// Starts the program on this port, or on a free port if it is 0. Returns `None` if the program
    /// is not installed.
    pub(crate) fn start(port: u16) -> Result<Option<Self>> {
        let mut command = Command::new("chromedriver");
        let child = command
            .arg(format!("--port={port}"))
            .stdout(Stdio::piped())
            .spawn();
        let mut child = match child {
            Ok(child) => child,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let port = child.stdout.take().and_then(announced_port);
        let mut driver = Self {
            child,
            url: String::new(),
            user_data: scratch()?.join(unique_name()),
        };
        // If no port was announced, the program has ended: the port is in use, in IPv4 or in IPv6.
        driver.url = format!(
            "http://127.0.0.1:{}",
            port.ok_or("chromedriver has no port")?
        );
        fs::create_dir_all(&driver.user_data)?;
        Ok(Some(driver))
    }

    /// Asks the driver to end, with its browsers. If it were killed, the browsers would keep
    /// running.
    fn shut_down(&self) -> io::Result<()> {
        let address = self.url.trim_start_matches("http://");
        let mut connection = TcpStream::connect(address)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        let request =
            format!("GET /shutdown HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        connection.write_all(request.as_bytes())?;
        connection.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.shut_down().is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.user_data);
    }
}

/// The port that the program announces when it listens. `None` if it ends before that.
fn announced_port(stdout: ChildStdout) -> Option<u16> {
    BufReader::new(stdout).lines().find_map(|line| {
        let line = line.ok()?;
        let (_, port) = line.split_once("successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    })
}

fn unique_name() -> String {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("chromium-{}-{number}", process::id())
}

/// Cargo's folder for the files of tests: `target/tmp`, for a test in `target/debug/deps`. Cargo
/// gives its name only to the tests themselves, so it is derived from the test's path here.
pub(crate) fn scratch() -> Result<PathBuf> {
    let test = env::current_exe()?;
    let target = test.ancestors().nth(3).ok_or("a test is in no folder")?;
    Ok(target.join("tmp"))
}

/// A time-out that is far longer than any operation takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
