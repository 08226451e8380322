//! `health`: whether a sandbox answers, for the health check of a container that has no shell.

use std::io;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;

use crate::builder::reached_at;
use crate::cli::failure::Failure;

/// Checks that a sandbox answers on this machine.
///
/// The exit code is 0 if it does, and 1 if it does not. The container image uses this as its health
/// check.
#[derive(clap::Args)]
pub(super) struct Health {
    /// The port of the sandbox
    #[arg(long, default_value_t = 8080, env = "PLUTU_SANDBOX_PORT")]
    port: u16,
    /// The address of the sandbox. If that stands for all addresses, such as 0.0.0.0, the loopback
    /// is asked
    #[arg(
        long,
        value_name = "IP",
        default_value_t = Ipv4Addr::LOCALHOST.into(),
        env = "PLUTU_SANDBOX_ADDRESS"
    )]
    address: IpAddr,
}

pub(super) fn run(health: &Health) -> Result<ExitCode, Failure> {
    let address = SocketAddr::from((reached_at(health.address), health.port));
    let failed = |why: &str| Failure::Failed(format!("no sandbox answers at {address}: {why}"));
    let status_line = status_line(address).map_err(|error| failed(&error.to_string()))?;
    if status_line.starts_with("HTTP/1.1 200 ") {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(failed("its status is not 200"))
    }
}

/// The first line of the answer to `GET /health`.
fn status_line(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, TIME_OUT)?;
    stream.set_read_timeout(Some(TIME_OUT))?;
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut line = String::new();
    BufReader::new(stream.take(MAX_LEN)).read_line(&mut line)?;
    Ok(line)
}

/// How long the sandbox has to accept the connection, and how long for its answer.
const TIME_OUT: Duration = Duration::from_secs(1);

/// Longer than the line that is expected.
const MAX_LEN: u64 = 100;
