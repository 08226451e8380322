//! The secret key: the given one, or the one that `serve` stores.

use plutu_core::SecretKey;

use crate::cli::failure::Failure;
use crate::cli::failure::invalid;
use crate::cli::keys::KeyFile;

/// The secret that callbacks are signed with.
#[derive(clap::Args)]
pub(super) struct Secret {
    /// The secret key that the shop verifies with [default: the one that `serve` stores]. Prefer
    /// the environment: other programs can see the command line
    #[arg(
        long,
        value_name = "KEY",
        env = "PLUTU_SANDBOX_SECRET_KEY",
        hide_env_values = true
    )]
    secret_key: Option<String>,
}

impl Secret {
    pub(super) fn read(&self) -> Result<SecretKey, Failure> {
        match &self.secret_key {
            Some(text) => SecretKey::new(text).map_err(invalid(SECRET_KEY)),
            None => kept_secret_key(),
        }
    }
}

/// The secret key that `serve` stores. Writes nothing.
pub(super) fn kept_secret_key() -> Result<SecretKey, Failure> {
    let kept = match KeyFile::of_user() {
        Ok(file) => file.read()?,
        // A user without a home directory has no stored key.
        Err(_) => None,
    };
    kept.map(|keys| keys.secret_key).ok_or(Failure::NoSecretKey)
}

/// The source of the secret key, for errors: an option or a variable.
pub(super) const SECRET_KEY: &str = "--secret-key or PLUTU_SANDBOX_SECRET_KEY";
