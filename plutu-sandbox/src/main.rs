//! `plutu-sandbox`: Plutu on a developer's desk, and signed callbacks for the asking.

use std::process::ExitCode;

fn main() -> ExitCode {
    plutu_sandbox::run()
}
