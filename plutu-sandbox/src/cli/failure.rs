//! The errors that end the program, and their exit codes.

use std::fmt::Display;
use std::io;
use std::process::ExitCode;

/// An error that ends the program.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// An argument is not valid. Its value is not repeated: it may be a secret.
    #[error("{option}: {reason}")]
    Usage {
        option: &'static str,
        reason: String,
    },
    #[error(
        "no secret key: give --secret-key, set PLUTU_SANDBOX_SECRET_KEY, or run `plutu-sandbox serve` \
         once"
    )]
    NoSecretKey,
    #[error("{0}")]
    Failed(String),
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Failure {
    pub(super) fn code(&self) -> ExitCode {
        match self {
            // clap exits with 2 as well if it finds the error itself.
            Self::Usage { .. } | Self::NoSecretKey => ExitCode::from(2),
            Self::Failed(_) | Self::Io(_) => ExitCode::FAILURE,
        }
    }
}

/// Names the option that is not valid.
pub(super) fn invalid<E: Display>(option: &'static str) -> impl FnOnce(E) -> Failure {
    move |reason| Failure::Usage {
        option,
        reason: reason.to_string(),
    }
}
