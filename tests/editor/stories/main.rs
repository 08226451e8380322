//! What rust-analyzer shows while somebody declares a gateway and takes payments with it.
//!
//! `just editor` runs the stories. What an editor cannot do is among them, so that the page "In the
//! editor" of `docs/declare-a-gateway.md` stays true.

mod coast_pay;
mod completion;
mod hover;
mod navigation;
mod outline;
mod problems;
mod rename;

use std::path::Path;
use std::sync::MutexGuard;

use plutu_test_editor::Editor;

/// The editor of all stories, or none if rust-analyzer is missing.
fn editor() -> Option<MutexGuard<'static, Editor>> {
    Editor::shared(Path::new(env!("CARGO_TARGET_TMPDIR")))
}
