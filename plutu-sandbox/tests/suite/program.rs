//! The program on a developer's desk.

use std::collections::HashMap;
use std::io::BufRead as _;
use std::io::BufReader;
use std::process::Child;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::Credentials;

use crate::support::Browser;
use crate::support::FORM;
use crate::support::ORDER;
use crate::support::Result;
use crate::support::encode;

/// A running program, ended with the test.
struct Program {
    child: Child,
    printed: HashMap<String, String>,
}

impl Program {
    /// Starts the program on a free port, and reads what it prints until it is ready.
    fn start() -> Result<Self> {
        let mut child = command(&["--port", "0"]).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take();
        let mut program = Self {
            child,
            printed: HashMap::new(),
        };
        for line in BufReader::new(stdout.ok_or("no stdout")?).lines() {
            let line = line?;
            if line.contains("Ctrl-C") {
                return Ok(program);
            }
            if let Some((name, value)) = line.split_once("  ") {
                program
                    .printed
                    .insert(name.to_owned(), value.trim().to_owned());
            }
        }
        Err("it ended too early".into())
    }

    fn printed(&self, name: &str) -> Result<&str> {
        Ok(self.printed.get(name).ok_or_else(|| format!("no {name}"))?)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plutu-sandbox"));
    command.args(args);
    command
}

fn run(args: &[&str]) -> Result<Output> {
    Ok(command(args).output()?)
}

#[tokio::test]
async fn it_prints_what_a_shops_settings_need() -> Result {
    let program = Program::start()?;
    let credentials = Credentials::new(
        ApiKey::new(program.printed("API key")?)?,
        AccessToken::new(program.printed("access token")?)?,
    );
    assert!(program.printed("secret key")?.starts_with("sk_"));
    let base_url = program.printed("base URL")?;
    assert!(base_url.starts_with("http://127.0.0.1:") && base_url.ends_with("/api/v1"));
    let response = Browser::open()?
        .post(
            &format!("{base_url}/transaction/mpgs/confirm"),
            &credentials,
        )
        .header("Content-Type", FORM)
        .body(encode(&ORDER))
        .send()
        .await?;
    assert_eq!(response.status(), 200);
    Ok(())
}

#[test]
fn it_helps() -> Result {
    let output = run(&["--help"])?;
    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout)?.contains("Usage: plutu-sandbox [--port <PORT>]"));
    Ok(())
}

#[test]
fn it_refuses_arguments_that_it_does_not_know() -> Result {
    for args in [&["--port"] as &[&str], &["--port", "x"], &["--verbose"]] {
        let output = run(args)?;
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8(output.stderr)?.contains("Usage:"));
    }
    Ok(())
}

#[test]
fn it_says_when_its_port_is_taken() -> Result {
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = taken.local_addr()?.port().to_string();
    let output = run(&["--port", &port])?;
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr)?.contains(&format!("cannot use port {port}")));
    Ok(())
}
