//! Colors for terminals. `anstream` removes them where they are not supported.

use std::fmt::Display;
use std::io::Write as _;

use anstyle::AnsiColor;
use anstyle::Style;

pub(super) const GOOD: Style = AnsiColor::Green.on_default();
pub(super) const BAD: Style = AnsiColor::Red.on_default();
pub(super) const QUIET: Style = Style::new().dimmed();
pub(super) const STRONG: Style = Style::new().bold();

/// Applies a style to a string.
pub(super) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Prints an error. If even this fails, the exit code still reports it.
pub(super) fn complain(error: &dyn Display) {
    let begin = styled(BAD.bold(), "error:");
    let _ = writeln!(anstream::stderr(), "{begin} {error}");
}

/// Prints a warning.
pub(super) fn warn(warning: &dyn Display) {
    let begin = styled(AnsiColor::Yellow.on_default().bold(), "WARNING:");
    let _ = writeln!(anstream::stderr(), "{begin} {warning}");
}
