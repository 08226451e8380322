//! The program: [`serve`] plays Plutu, [`trigger`] sends a shop one callback, [`sign`] signs a
//! query, [`verify`] says why a callback does not verify, [`completions`] helps the shell.
//!
//! It exits with 0 when all went well, 1 when something failed, and 2 when its arguments are not
//! valid.

mod completions;
mod failure;
mod keys;
mod secret;
mod serve;
mod sign;
mod style;
mod trigger;
mod verify;

use std::process::ExitCode;

use clap::CommandFactory as _;
use clap::Parser;
use clap::Subcommand;

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
        Some(Verb::Completions(completions)) => completions::run(&completions, Program::command()),
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
