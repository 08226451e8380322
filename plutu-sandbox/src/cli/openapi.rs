//! `openapi`: describes the API of the known gateways, for clients in other languages.

use std::io::Write as _;
use std::process::ExitCode;

use crate::cli::failure::Failure;
use crate::gateway::Gateways;
use crate::openapi;

pub(super) fn run(gateways: &Gateways) -> Result<ExitCode, Failure> {
    let specs: Vec<_> = gateways.specs().collect();
    let document = openapi::document(&specs);
    let json = serde_json::to_string_pretty(&document);
    let json = json.map_err(|error| Failure::Failed(error.to_string()))? + "\n";
    std::io::stdout().lock().write_all(json.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
