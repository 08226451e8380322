//! Why the shop cannot open.

use plutu_core::EnvError;
use plutu_http::BuildError;
use plutu_orders::StoreError;

/// Why the shop cannot open. It never shows a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// A credential of Plutu's is missing, or cannot be used.
    #[error(transparent)]
    Plutu(#[from] EnvError),
    /// Another setting cannot be used.
    #[error("the environment variable `{variable}` must be {expected}")]
    Setting {
        /// The variable's name.
        variable: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// The HTTP client cannot be built, for example because the base URL is not a URL.
    #[error("the client of Plutu cannot be built")]
    Client(#[from] BuildError),
    /// The database cannot be opened.
    #[error("the database cannot be opened")]
    Database(#[from] sqlx::Error),
    /// The tables cannot be created.
    #[error("the tables cannot be created")]
    Store(#[from] StoreError),
    /// The address is taken, or the sandbox does not start.
    #[error("the shop cannot listen")]
    Listen(#[from] std::io::Error),
    /// The operating system provides no randomness.
    #[error("the operating system provides no randomness")]
    Random(#[from] getrandom::Error),
}
