//! The credentials of `serve`: generated once and stored in the user's state directory, so that a
//! shop's settings stay valid when the sandbox starts again.
//!
//! They are random. With a well-known secret key, anyone could sign callbacks for a shop that went
//! live with it.

use std::fmt::Display;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::ErrorKind;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;

use etcetera::BaseStrategy as _;
use plutu_core::AccessToken;
use plutu_core::ApiKey;
use plutu_core::Credentials;
use plutu_core::SecretKey;
use serde::Deserialize;
use serde::Serialize;

use crate::builder::random_credentials;
use crate::builder::random_secret_key;
use crate::cli::failure::Failure;
use crate::random;

/// The credentials of a shop at the sandbox.
pub(super) struct Keys {
    pub(super) credentials: Credentials,
    pub(super) secret_key: SecretKey,
}

impl Keys {
    pub(super) fn random() -> io::Result<Self> {
        Ok(Self {
            credentials: random_credentials()?,
            secret_key: random_secret_key()?,
        })
    }

    fn as_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut json = serde_json::to_vec_pretty(&Stored {
            api_key: self.credentials.api_key().expose().to_owned(),
            access_token: self.credentials.access_token().expose().to_owned(),
            secret_key: self.secret_key.expose().to_owned(),
        })?;
        json.push(b'\n');
        Ok(json)
    }
}

/// The file's content.
#[derive(Serialize, Deserialize)]
struct Stored {
    api_key: String,
    access_token: String,
    secret_key: String,
}

/// The file that stores them.
pub(super) struct KeyFile(PathBuf);

impl KeyFile {
    /// The file of this user: below `$XDG_STATE_HOME` or `~/.local/state`, on macOS below
    /// `~/Library/Application Support`, on Windows below `%APPDATA%`.
    pub(super) fn of_user() -> Result<Self, Failure> {
        let directories = etcetera::base_strategy::choose_native_strategy();
        let directories = directories.map_err(|error| {
            let message = "no directory to store the credentials in";
            Failure::Failed(format!("{message}: {error}; use --ephemeral to store none"))
        })?;
        let state = directories.state_dir();
        let state = state.unwrap_or_else(|| directories.data_dir());
        Ok(Self(state.join("plutu-sandbox").join("credentials.json")))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The credentials of the file. Creates it if there is none.
    pub(super) fn open(&self) -> Result<Keys, Failure> {
        if let Some(keys) = self.read()? {
            return Ok(keys);
        }
        self.write(&Keys::random()?, Place::IfFree)?;
        // Another sandbox may have created the file first; then its credentials are used.
        let kept = self.read()?;
        kept.ok_or_else(|| self.unreadable(&"it is a broken link"))
    }

    /// Replaces the credentials in the file.
    pub(super) fn renew(&self) -> Result<Keys, Failure> {
        let keys = Keys::random()?;
        self.write(&keys, Place::Taken)?;
        Ok(keys)
    }

    /// The credentials of the file, if there is one.
    pub(super) fn read(&self) -> Result<Option<Keys>, Failure> {
        let mut text = String::new();
        match File::open(&self.0) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.unreadable(&error)),
            Ok(file) => file.take(MAX_LEN).read_to_string(&mut text),
        }
        .map_err(|error| self.unreadable(&error))?;
        let keys = parse(&text).map_err(|error| self.unreadable(&error))?;
        Ok(Some(keys))
    }

    /// Writes a temporary file in the same directory and renames it when it is complete.
    fn write(&self, keys: &Keys, place: Place) -> Result<(), Failure> {
        self.try_write(keys, place).map_err(|error| {
            let path = self.0.display();
            Failure::Failed(format!(
                "cannot store the credentials in {path}: {error}; use --ephemeral to store none"
            ))
        })
    }

    fn try_write(&self, keys: &Keys, place: Place) -> io::Result<()> {
        let directory = self.0.parent().unwrap_or(Path::new("."));
        make_directory(directory)?;
        let fresh = directory.join(format!(".{}", random::hex::<8>()?));
        let written = write_private(&fresh, &keys.as_json()?).and_then(|()| match place {
            Place::Taken => fs::rename(&fresh, &self.0),
            Place::IfFree => match fs::hard_link(&fresh, &self.0) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
                // Not every file system supports links.
                Err(_) => fs::rename(&fresh, &self.0),
                Ok(()) => Ok(()),
            },
        });
        let _ = fs::remove_file(&fresh);
        written
    }

    fn unreadable(&self, reason: &dyn Display) -> Failure {
        let path = self.0.display();
        Failure::Failed(format!(
            "cannot read the credentials in {path}: {reason}; use --fresh to replace them, or \
             --ephemeral to leave the file alone"
        ))
    }
}

/// Whether the file may already exist.
#[derive(Clone, Copy)]
enum Place {
    IfFree,
    Taken,
}

fn parse(text: &str) -> Result<Keys, String> {
    // serde_json's error has a line and a column, which do not help here.
    let stored: Stored = serde_json::from_str(text).map_err(|_| "the file is damaged")?;
    let api_key = ApiKey::new(stored.api_key).map_err(|error| error.to_string())?;
    let access_token = AccessToken::new(stored.access_token).map_err(|error| error.to_string())?;
    let secret_key = SecretKey::new(stored.secret_key).map_err(|error| error.to_string())?;
    Ok(Keys {
        credentials: Credentials::new(api_key, access_token),
        secret_key,
    })
}

fn make_directory(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

/// Writes a file that only this user can read. On Windows the user's folders are private already.
fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.write(true).create_new(true).open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Far more than the file holds.
const MAX_LEN: u64 = 1 << 16;
