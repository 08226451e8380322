//! An editor for tests: rust-analyzer, driven over its protocol, with one file open.
//!
//! The stories in `stories/` are written against [`Editor`]: a source with the cursor `$0` in it,
//! and what the developer then sees.

mod editor;
mod message;
mod project;
mod server;
mod source;

pub use crate::editor::Completion;
pub use crate::editor::Editor;
pub use crate::editor::Problem;
