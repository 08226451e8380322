//! The program: [`serve`] plays Plutu, [`trigger`] sends a shop one callback, [`sign`] signs a
//! query, [`verify`] says why a callback does not verify, [`completions`] helps the shell.
//!
//! It exits with 0 when all went well, 1 when something failed, and 2 when its arguments are not
//! valid.

mod completions;
mod keys;
mod serve;
mod sign;
mod style;
mod trigger;
mod verify;

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

use clap::Parser;
use clap::Subcommand;
use plutu_core::SecretKey;

use crate::cli::keys::KeyFile;

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
        Some(Verb::Completions(completions)) => completions::run(&completions),
    };
    done.unwrap_or_else(|failure| {
        style::complain(&failure);
        failure.code()
    })
}

/// Plays the Plutu payment API on this machine: all five gateways, with a checkout page, one-time
/// passwords, signed callbacks, a dashboard, and faults on demand.
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
    Completions(completions::Completions),
}

/// Why the program ends early.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// An argument is not valid. Its value is not repeated: it may be a secret.
    #[error("{option}: {reason}")]
    Usage {
        option: &'static str,
        reason: String,
    },
    #[error(
        "no secret key: give --secret-key or PLUTU_SANDBOX_SECRET_KEY, or run `plutu-sandbox serve` \
         once"
    )]
    NoSecretKey,
    #[error("{0}")]
    Failed(String),
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Failure {
    fn code(&self) -> ExitCode {
        match self {
            // As clap exits where it finds the error itself.
            Self::Usage { .. } | Self::NoSecretKey => ExitCode::from(2),
            Self::Failed(_) | Self::Io(_) => ExitCode::FAILURE,
        }
    }
}

/// Names the option that is not valid.
fn invalid<E: Display>(option: &'static str) -> impl FnOnce(E) -> Failure {
    move |reason| Failure::Usage {
        option,
        reason: reason.to_string(),
    }
}

/// The secret that callbacks are signed with.
#[derive(clap::Args)]
struct Secret {
    /// The secret key that the shop verifies with; the one that `serve` keeps unless given. Better
    /// given in the environment
    #[arg(
        long,
        value_name = "KEY",
        env = "PLUTU_SANDBOX_SECRET_KEY",
        hide_env_values = true
    )]
    secret_key: Option<String>,
}

impl Secret {
    fn read(&self) -> Result<SecretKey, Failure> {
        match &self.secret_key {
            Some(text) => SecretKey::new(text).map_err(invalid(SECRET_KEY)),
            None => kept_secret_key(),
        }
    }
}

/// The secret key that `serve` keeps. Nothing is written.
fn kept_secret_key() -> Result<SecretKey, Failure> {
    let kept = match KeyFile::of_user() {
        Ok(file) => file.read()?,
        // A user without a home has kept nothing.
        Err(_) => None,
    };
    kept.map(|keys| keys.secret_key).ok_or(Failure::NoSecretKey)
}

/// How a bad secret key is called: it may come from either.
const SECRET_KEY: &str = "--secret-key or PLUTU_SANDBOX_SECRET_KEY";
