//! Colours, on a terminal that wants them and nowhere else.

use std::fmt::Display;
use std::io::Write as _;

use anstyle::AnsiColor;
use anstyle::Style;

pub(super) const GOOD: Style = AnsiColor::Green.on_default();
pub(super) const BAD: Style = AnsiColor::Red.on_default();
pub(super) const QUIET: Style = Style::new().dimmed();
pub(super) const STRONG: Style = Style::new().bold();

/// A text in a style.
pub(super) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Says what failed. Where even this cannot be written, the exit code still says it.
pub(super) fn complain(error: &dyn Display) {
    let begin = styled(BAD.bold(), "error:");
    let _ = writeln!(anstream::stderr(), "{begin} {error}");
}

/// Says what a developer should not overlook.
pub(super) fn warn(warning: &dyn Display) {
    let begin = styled(AnsiColor::Yellow.on_default().bold(), "WARNING:");
    let _ = writeln!(anstream::stderr(), "{begin} {warning}");
}
