//! The generated packages. They are one workspace below the target directory, so that all share
//! their dependencies.

use std::fs;
use std::fs::File;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::time::SystemTime;

pub(crate) struct Scratch {
    root: PathBuf,
}

impl Scratch {
    /// An empty workspace with this project's versions of all dependencies.
    pub(crate) fn new() -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_time");
        // Packages of an earlier run may have another shape. In the first run there are none.
        let _ = fs::remove_dir_all(root.join("packages"));
        fs::create_dir_all(root.join("packages")).unwrap();
        let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"packages/*\"]\n";
        fs::write(root.join("Cargo.toml"), manifest).unwrap();
        let scratch = Self { root };
        scratch.copy_lock_file();
        scratch
    }

    /// Keeps the versions that an earlier run has chosen, so that only the first run looks for
    /// versions of the other builders.
    fn copy_lock_file(&self) {
        let ours = project().join("Cargo.lock");
        let copy = self.root.join("Cargo.lock");
        let changed = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
        if changed(&copy) < changed(&ours) {
            fs::copy(ours, copy).unwrap();
        }
    }

    /// Adds a package.
    pub(crate) fn add(&self, package: &str, dependencies: &str, source: &str) {
        let folder = self.root.join("packages").join(package);
        fs::create_dir_all(folder.join("src")).unwrap();
        let manifest = format!(
            "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{dependencies}"
        );
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        fs::write(folder.join("src/lib.rs"), source).unwrap();
    }

    /// Makes cargo believe that a package's source has changed.
    pub(crate) fn touch(&self, package: &str) {
        let source = self.root.join("packages").join(package).join("src/lib.rs");
        let file = File::options().write(true).open(source).unwrap();
        file.set_modified(SystemTime::now()).unwrap();
    }

    /// Checks a package, and those of its dependencies that are not checked yet.
    pub(crate) fn build(&self, package: &str) {
        run(self.cargo("check", "target").args(["-p", package]));
    }

    /// Checks a package that was touched, and makes sure that nothing else is compiled with it.
    pub(crate) fn check(&self, package: &str) {
        let output = run(self.cargo("check", "target").args(["-p", package]));
        let compiled = ["Checking", "Compiling"].map(|verb| output.matches(verb).count());
        assert_eq!(compiled, [1, 0], "something else has changed:\n{output}");
    }

    /// Checks a package and all its dependencies, with nothing built before.
    pub(crate) fn check_from_nothing(&self, package: &str) {
        run(self.cargo("check", package).args(["-p", package]));
    }

    /// Removes the output of [`check_from_nothing`](Self::check_from_nothing).
    pub(crate) fn clean(&self, package: &str) {
        let _ = fs::remove_dir_all(self.root.join(package));
    }

    /// A package's source with all macros expanded.
    pub(crate) fn expand(&self, package: &str) -> String {
        // In a separate target directory, because some build scripts read the variable.
        let mut cargo = self.cargo("rustc", "expanded");
        let output = cargo
            .args(["-p", package, "--profile", "check"])
            .args(["--", "-Zunpretty=expanded"])
            .env("RUSTC_BOOTSTRAP", "1")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn cargo(&self, subcommand: &str, target: &str) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .arg(subcommand)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", self.root.join(target))
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TERM_COLOR", "never");
        for flags in FLAGS {
            command.env_remove(flags);
        }
        command
    }
}

/// The variables that would make the compiler differ from a user's.
const FLAGS: [&str; 4] = [
    "CARGO_ENCODED_RUSTFLAGS",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTFLAGS",
];

/// A dependency on one of this project's packages.
pub(crate) fn dependency_on(package: &str) -> String {
    // In a literal string of TOML, a backslash has no special meaning.
    format!(
        "{package} = {{ path = '{}' }}\n",
        project().join(package).display()
    )
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Runs a command that must succeed, and returns its standard error.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    told
}
