//! The secret key, given or kept by `serve`.

use plutu_core::SecretKey;

use crate::cli::failure::Failure;
use crate::cli::failure::invalid;
use crate::cli::keys::KeyFile;

/// The secret that callbacks are signed with.
#[derive(clap::Args)]
pub(super) struct Secret {
    /// The secret key that the shop verifies with; the one that `serve` keeps unless given. Better
    /// given in the environment
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

/// The secret key that `serve` keeps. Nothing is written.
pub(super) fn kept_secret_key() -> Result<SecretKey, Failure> {
    let kept = match KeyFile::of_user() {
        Ok(file) => file.read()?,
        // A user without a home has kept nothing.
        Err(_) => None,
    };
    kept.map(|keys| keys.secret_key).ok_or(Failure::NoSecretKey)
}

/// How a bad secret key is called: it may come from either.
pub(super) const SECRET_KEY: &str = "--secret-key or PLUTU_SANDBOX_SECRET_KEY";
