//! `completions`: a script with which a shell completes the program's commands and options.

use std::env;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Command;
use clap_complete::Shell;

use crate::cli::failure::Failure;

/// Prints a completion script for a shell.
///
/// For bash: `plutu-sandbox completions bash >
/// ~/.local/share/bash-completion/completions/plutu-sandbox`
#[derive(clap::Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

pub(super) fn run(completions: &Completions, mut program: Command) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    let name = program_name();
    clap_complete::generate(completions.shell, &mut program, name, &mut script);
    // `generate` panics if it cannot write, for example into a closed pipe, so it writes to memory.
    std::io::Write::write_all(&mut std::io::stdout().lock(), &script)?;
    Ok(ExitCode::SUCCESS)
}

/// The name that the program was called by: authors of gateways name their own program.
fn program_name() -> String {
    let called = env::args_os().next().map(PathBuf::from);
    let name = called.as_deref().and_then(Path::file_stem);
    let name = name.map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| env!("CARGO_PKG_NAME").to_owned())
}
