//! `plutu-sandbox`: Plutu on a developer's desk, until Ctrl-C.

use std::env;
use std::io;
use std::io::Write;
use std::process::ExitCode;

use plutu_sandbox::Sandbox;

fn main() -> ExitCode {
    let args: Vec<String> = env::args_os()
        .skip(1)
        .map(|arg| arg.to_string_lossy().into_owned())
        .collect();
    let Some(command) = Command::read(&args) else {
        return fail(
            USAGE_ERROR,
            &format!("the arguments are not understood\n\n{HELP}"),
        );
    };
    match command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(FAILURE, &format!("{error}\n")),
    }
}

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Help,
    Serve { port: u16 },
}

impl Command {
    /// Reads the arguments; `None` for any but the few that `HELP` names.
    fn read(args: &[String]) -> Option<Self> {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        match args.as_slice() {
            [] => Some(Self::Serve { port: DEFAULT_PORT }),
            ["--help" | "-h"] => Some(Self::Help),
            ["--port", port] => port.parse().ok().map(|port| Self::Serve { port }),
            _ => None,
        }
    }

    fn run(self) -> io::Result<()> {
        match self {
            Self::Help => io::stdout().write_all(HELP.as_bytes()),
            Self::Serve { port } => serve(port),
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn serve(port: u16) -> io::Result<()> {
    let sandbox = Sandbox::start_on(port).await.map_err(|error| {
        io::Error::new(error.kind(), format!("cannot use port {port}: {error}"))
    })?;
    greet(&sandbox, &mut io::stdout().lock())?;
    tokio::signal::ctrl_c().await
}

/// Shows what a shop's settings need, secrets included: they open nothing but this sandbox.
fn greet(sandbox: &Sandbox, out: &mut impl Write) -> io::Result<()> {
    let credentials = sandbox.credentials();
    writeln!(out, "Plutu on this machine. No real money moves here.\n")?;
    writeln!(out, "base URL      {}", sandbox.base_url())?;
    writeln!(out, "API key       {}", credentials.api_key().expose())?;
    writeln!(out, "access token  {}", credentials.access_token().expose())?;
    writeln!(out, "secret key    {}", sandbox.secret_key().expose())?;
    writeln!(out, "Sadad OTP     {}", Sandbox::SADAD_OTP)?;
    writeln!(out, "Adfali OTP    {}", Sandbox::ADFALI_OTP)?;
    writeln!(out, "\nPress Ctrl-C to stop.")?;
    out.flush()
}

fn fail(code: u8, message: &str) -> ExitCode {
    // Where even this cannot be written, the exit code still says it.
    let _ = write!(io::stderr(), "plutu-sandbox: {message}");
    ExitCode::from(code)
}

const HELP: &str = "\
Plays the Plutu payment API on this machine: all five gateways, with a checkout page, one-time
passwords and signed callbacks.

Usage: plutu-sandbox [--port <PORT>]

  --port <PORT>  the port on 127.0.0.1; 0 for any free one [default: 8080]
  -h, --help     shows this text

It prints its address and random credentials, and runs until Ctrl-C.

Sadad's one-time password is 111111 and Adfali's is 1111, for any valid mobile number, for five minutes.
Local Bank Cards, MPGS and T-Lync send the payer to a page. T-Lync's callback is posted to the shop's
server when the payer approves, over plain http and on this machine only.
";

const DEFAULT_PORT: u16 = 8080;
const FAILURE: u8 = 1;
const USAGE_ERROR: u8 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Option<Command> {
        Command::read(&args.iter().map(|&arg| arg.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn few_arguments_are_understood() {
        assert_eq!(read(&[]), Some(Command::Serve { port: 8080 }));
        assert_eq!(read(&["--port", "0"]), Some(Command::Serve { port: 0 }));
        assert_eq!(
            read(&["--port", "65535"]),
            Some(Command::Serve { port: 65_535 })
        );
        assert_eq!(read(&["--help"]), Some(Command::Help));
    }

    #[test]
    fn all_others_are_refused() {
        for args in [
            &["--port"] as &[&str],
            &["--port", "65536"],
            &["--port", "-1"],
            &["--port", "http"],
            &["--port", "1", "--port", "2"],
            &["--prot", "1"],
            &["8080"],
            &["serve"],
        ] {
            assert_eq!(read(args), None, "{args:?}");
        }
    }

    #[test]
    fn the_help_names_the_default_port() {
        assert!(HELP.contains(&format!("[default: {DEFAULT_PORT}]")));
    }

    #[test]
    fn the_help_names_the_one_time_passwords() {
        let (sadad, adfali) = (Sandbox::SADAD_OTP, Sandbox::ADFALI_OTP);
        let expected = format!("Sadad's one-time password is {sadad} and Adfali's is {adfali}");
        assert!(HELP.contains(&expected));
        assert_eq!(Sandbox::OTP_LIFETIME.as_secs(), 5 * 60, "five minutes");
    }
}
