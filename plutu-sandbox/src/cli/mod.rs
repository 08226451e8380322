//! The program: [`serve`] plays Plutu, [`trigger`] sends a shop one callback, [`sign`] signs a query, [`verify`]
//! says why a callback does not verify.
//!
//! It exits with 0 when all went well, 1 when something failed, and 2 when its arguments are not understood.

mod serve;
mod sign;
mod style;
mod trigger;
mod verify;

use std::io;
use std::process::ExitCode;

use clap::Parser;
use clap::Subcommand;
use plutu_core::SecretKey;

/// Runs the program.
#[must_use]
pub fn run() -> ExitCode {
    let program = Program::parse();
    let done = match program.verb {
        None => serve::run(&program.serve),
        Some(Verb::Serve(serve)) => serve::run(&serve),
        Some(Verb::Trigger(trigger)) => trigger::run(&trigger),
        Some(Verb::Sign(sign)) => sign::run(&sign),
        Some(Verb::Verify(verify)) => verify::run(&verify),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            style::complain(&error);
            ExitCode::FAILURE
        }
    }
}

/// Plays the Plutu payment API on this machine: all five gateways, with a checkout page, one-time passwords,
/// signed callbacks, a dashboard, and faults on demand.
///
/// Without a verb it serves.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Program {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    serve: serve::Serve,
}

#[derive(Subcommand)]
enum Verb {
    Serve(Box<serve::Serve>),
    Trigger(trigger::Trigger),
    Sign(sign::Sign),
    Verify(verify::Verify),
}

/// The secret that callbacks are signed with.
#[derive(clap::Args)]
struct Secret {
    /// The secret key that the shop verifies with; better given in the environment
    #[arg(
        long,
        value_name = "KEY",
        env = "PLUTU_SANDBOX_SECRET_KEY",
        hide_env_values = true
    )]
    secret_key: String,
}

impl Secret {
    fn read(&self) -> io::Result<SecretKey> {
        SecretKey::new(&self.secret_key).map_err(invalid("--secret-key"))
    }
}

/// Says which argument is not valid, and why. What it was is not repeated: it may be a secret.
fn invalid<E: std::fmt::Display>(argument: &str) -> impl FnOnce(E) -> io::Error {
    move |error| io::Error::new(io::ErrorKind::InvalidInput, format!("{argument}: {error}"))
}
