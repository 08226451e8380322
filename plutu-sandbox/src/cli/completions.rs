//! `completions`: a script that teaches a shell the program's verbs and options.

use std::env;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Command;
use clap_complete::Shell;

use crate::cli::failure::Failure;

/// Prints a script for a shell, which then completes verbs and options.
///
/// For bash: `plutu-sandbox completions bash >
/// ~/.local/share/bash-completion/completions/plutu-sandbox`
#[derive(clap::Args)]
pub(super) struct Completions {
    /// Which shell
    shell: Shell,
}

pub(super) fn run(completions: &Completions, mut program: Command) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    let name = program_name();
    clap_complete::generate(completions.shell, &mut program, name, &mut script);
    // Written at once: `generate` itself would panic where nobody reads on.
    std::io::Write::write_all(&mut std::io::stdout().lock(), &script)?;
    Ok(ExitCode::SUCCESS)
}

/// The name by which the program was called: with gateways of their own, authors name theirs.
fn program_name() -> String {
    let called = env::args_os().next().map(PathBuf::from);
    let name = called.as_deref().and_then(Path::file_stem);
    let name = name.map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| env!("CARGO_PKG_NAME").to_owned())
}
