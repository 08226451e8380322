//! The live output of a check: a line for each finished probe, and a progress bar below.

use std::io;
use std::io::IsTerminal as _;
use std::io::Write as _;
use std::time::Duration;

use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

use crate::check::Probe;
use crate::check::ProbeOutcome;
use crate::cli::style;
use crate::cli::style::styled;

/// The output while a check runs.
pub(super) struct Progress {
    bar: ProgressBar,
    has_lines: bool,
}

impl Progress {
    /// With `--json`, nothing is shown. There is no bar if standard output or standard error is not
    /// a terminal.
    pub(super) fn new(probes: usize, is_json: bool) -> Self {
        let is_watched = !is_json && io::stdout().is_terminal() && io::stderr().is_terminal();
        let target = if is_watched {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(u64::try_from(probes).ok(), target);
        // If the template could not be parsed, the bar would have its default style.
        if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos} of {len} probes, {elapsed}")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        let has_lines = !is_json;
        Self { bar, has_lines }
    }

    /// Shows the outcome of a probe as soon as it is known.
    pub(super) fn show(&self, gateway: Option<&str>, probe: &Probe, outcome: &ProbeOutcome) {
        if self.has_lines {
            let line = line(gateway, probe, outcome);
            // An error is ignored here: the report then fails too.
            let write = || drop(writeln!(anstream::stdout(), "{line}"));
            self.bar.suspend(write);
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// The line of a probe. If several gateways are checked, it names the gateway.
fn line(gateway: Option<&str>, probe: &Probe, outcome: &ProbeOutcome) -> String {
    let style = match outcome {
        ProbeOutcome::Passed => style::GOOD,
        ProbeOutcome::Found(_) => style::BAD.bold(),
        ProbeOutcome::NotRun(_) => style::BAD,
        ProbeOutcome::Skipped(_) => style::QUIET,
    };
    let word = styled(style, format!("{:8}", outcome.word()));
    match gateway {
        Some(gateway) => format!("{word} {gateway} {}", probe.name),
        None => format!("{word} {}", probe.name),
    }
}
