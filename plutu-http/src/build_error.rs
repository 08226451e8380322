//! Why a client is refused, before anything was sent.

use std::time::Duration;

use crate::base_url::BaseUrlError;
use crate::transport::TransportError;

/// Why a client cannot be made.
///
/// ```
/// use std::time::Duration;
///
/// use plutu_http::{BuildError, Client};
/// # use plutu_http::core::{AccessToken, ApiKey, Credentials};
///
/// # let credentials = Credentials::new(ApiKey::new("key")?, AccessToken::new("token")?);
/// let built = Client::builder(credentials).timeout(Duration::ZERO).build();
/// assert!(matches!(built, Err(BuildError::ZeroTimeout)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is not usable.
    #[error("the base URL is not usable")]
    BaseUrl(#[from] BaseUrlError),
    /// A time-out is zero, or so short that nothing is left for connecting.
    #[error("a time-out is zero")]
    ZeroTimeout,
    /// Connecting may take as long as the whole request, or longer, so that a host that cannot be reached
    /// would be taken for one that does not answer.
    #[error(
        "the connect time-out ({connect:?}) is not shorter than the total time-out ({total:?})"
    )]
    ConnectTimeout {
        /// The time-out for connecting.
        connect: Duration,
        /// The total time-out.
        total: Duration,
    },
    /// A credential cannot stand in a header.
    #[error("a credential cannot stand in a header")]
    Credentials,
    /// There is no transport: the feature `reqwest` (for the blocking client, `ureq`) is off, and none was
    /// given.
    #[error(
        "there is no transport: give one, or enable a feature of plutu-http, `reqwest` or for the blocking \
         client `ureq`"
    )]
    NoTransport,
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made")]
    Transport(#[source] TransportError),
}
