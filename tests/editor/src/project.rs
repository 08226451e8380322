//! The project that the editor opens: one library, which depends on plutu by path.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// A project in a folder of its own. It is kept from one run to the next, with what was built.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    folder: PathBuf,
}

impl Project {
    /// Writes a project below `folder`.
    pub(crate) fn write(folder: &Path) -> io::Result<Self> {
        let folder = folder.join("editor");
        fs::create_dir_all(folder.join("src"))?;
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let workspace = workspace.canonicalize()?;
        let manifest = MANIFEST.replace("WORKSPACE", &workspace.to_string_lossy());
        fs::write(folder.join("Cargo.toml"), manifest)?;
        // The same versions as everywhere else here.
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let project = Self { folder };
        project.save("")?;
        Ok(project)
    }

    /// Writes the source of the library.
    pub(crate) fn save(&self, text: &str) -> io::Result<()> {
        fs::write(self.folder.join(FILE), text)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The address of the folder.
    pub(crate) fn root(&self) -> String {
        format!("file://{}", self.folder.display()).replace(' ', "%20")
    }

    /// The address of the library's source.
    pub(crate) fn file(&self) -> String {
        format!("{}/{FILE}", self.root())
    }
}

const FILE: &str = "src/lib.rs";

const MANIFEST: &str = r#"[package]
name = "shop"
version = "0.1.0"
edition = "2024"

[dependencies]
plutu-core = { path = "WORKSPACE/plutu-core" }
plutu-http = { path = "WORKSPACE/plutu-http", default-features = false }

[workspace]
"#;
