//! `completions`: a script that teaches a shell the program's verbs and options.

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
    let name = env!("CARGO_PKG_NAME");
    clap_complete::generate(completions.shell, &mut program, name, &mut script);
    // Written at once: `generate` itself would panic where nobody reads on.
    std::io::Write::write_all(&mut std::io::stdout().lock(), &script)?;
    Ok(ExitCode::SUCCESS)
}
