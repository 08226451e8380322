//! Files, folders and processes that end with their test.

use std::env;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::process::Child;

/// A file or a folder that is removed with the test.
pub(crate) struct Temporary(PathBuf);

impl Temporary {
    /// A path that no other test uses. There is nothing yet.
    pub(crate) fn new(name: &str) -> Self {
        let name = format!("plutu-check-{}-{name}", process::id());
        Self(env::temp_dir().join(name))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A process that is killed with the test.
pub(crate) struct Killed(pub(crate) Child);

impl Drop for Killed {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
