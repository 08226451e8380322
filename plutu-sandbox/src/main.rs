//! `plutu-sandbox`: Plutu on a developer's desk, and signed callbacks for the asking.

use std::process::ExitCode;

use plutu_sandbox::Program;

fn main() -> ExitCode {
    Program::new().run()
}
