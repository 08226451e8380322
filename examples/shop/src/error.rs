//! Why the shop does not open.

use plutu_core::EnvError;
use plutu_http::BuildError;
use plutu_orders::StoreError;

/// Why the shop does not open. No secret shows in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// A credential of Plutu's is missing, or cannot be used.
    #[error(transparent)]
    Plutu(#[from] EnvError),
    /// Another setting cannot be used.
    #[error("the environment variable `{variable}` is not {expected}")]
    Setting {
        /// The variable's name.
        variable: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// The HTTP client cannot be built: the base URL, for example, is not one.
    #[error("the client of Plutu cannot be built")]
    Client(#[from] BuildError),
    /// The database cannot be opened.
    #[error("the database cannot be opened")]
    Database(#[from] sqlx::Error),
    /// The tables cannot be made.
    #[error("the tables cannot be made")]
    Store(#[from] StoreError),
    /// The address is taken, or the sandbox does not start.
    #[error("the shop cannot listen")]
    Listen(#[from] std::io::Error),
    /// There is no randomness.
    #[error("there is no randomness")]
    Random(#[from] getrandom::Error),
}
