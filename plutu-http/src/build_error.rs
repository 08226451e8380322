//! Why a client cannot be built. Nothing was sent then.

use std::time::Duration;

use crate::base_url::BaseUrlError;
use crate::transport::error::TransportError;

/// Why a client cannot be built.
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
    /// The time-out for connecting is not shorter than the total one, so that a host that cannot be
    /// reached would look like a host that does not answer.
    #[error(
        "the connect time-out ({connect:?}) is not shorter than the total time-out ({total:?})"
    )]
    ConnectTimeout {
        /// The time-out for connecting.
        connect: Duration,
        /// The total time-out.
        total: Duration,
    },
    /// A credential is not a valid header value.
    #[error("a credential is not a valid header value")]
    Credentials,
    /// There is no transport: the feature `reqwest` (for the blocking client, `ureq`) is off, and
    /// no other transport was given.
    #[error(
        "there is no transport: give one, or enable a feature of plutu-http, `reqwest` or for the blocking \
         client `ureq`"
    )]
    NoTransport,
    /// A proxy is configured, and the HTTP client cannot use it.
    #[error("the configured proxy cannot be used")]
    Proxy(#[from] ProxyError),
    /// The HTTP client lacks the TLS that the configuration asks for.
    #[error("the configured TLS cannot be used")]
    Tls(#[from] TlsError),
    /// The HTTP client could not be built.
    #[error("the HTTP client could not be built")]
    Transport(#[source] TransportError),
}

/// Why a proxy cannot be used. It names the environment variable and never shows its value, which
/// may hold a password.
///
/// An HTTP client would ignore such a proxy and connect directly. So a client is not built, unless
/// its base URL is on this machine or `NO_PROXY` exempts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// The environment variable does not hold a proxy's URL that the HTTP client can read.
    #[error(
        "the environment variable `{variable}` does not hold a proxy URL that {client} can read"
    )]
    Unreadable {
        /// The name of the environment variable.
        variable: &'static str,
        /// The HTTP client.
        client: &'static str,
    },
    /// The environment variable names a SOCKS proxy, and ureq lacks its feature `socks-proxy`.
    #[error(
        "the environment variable `{variable}` names a SOCKS proxy: enable the feature `socks-proxy` of ureq"
    )]
    Socks {
        /// The name of the environment variable.
        variable: &'static str,
    },
    /// The configuration names a SOCKS proxy, and ureq lacks its feature `socks-proxy`.
    #[error("the configuration names a SOCKS proxy: enable the feature `socks-proxy` of ureq")]
    ConfiguredSocks,
    /// The environment variable names a proxy, and reqwest uses no proxy of the environment in a
    /// CGI program, where `REQUEST_METHOD` is set.
    #[error(
        "the environment variable `{variable}` names a proxy, which reqwest does not use in a CGI program"
    )]
    Cgi {
        /// The name of the environment variable.
        variable: &'static str,
    },
}

/// Which TLS the HTTP client lacks. The HTTP client would panic when it connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// The base URL is an https URL, and there is no TLS.
    #[error("https through ureq needs a feature of plutu-http: `rustls` or `native-tls`")]
    Missing,
    /// The configuration asks for rustls.
    #[error(
        "rustls needs the feature `rustls` of plutu-http: enable it, or set the configuration's provider to \
         `NativeTls`"
    )]
    Rustls,
    /// The configuration asks for the platform's TLS.
    #[error("the platform's TLS needs the feature `native-tls` of plutu-http")]
    NativeTls,
    /// No provider of cryptography is built in, and the application has not installed one.
    #[error(
        "with the feature `rustls-no-provider`, install a provider before a client is built: \
         rustls::crypto::CryptoProvider::install_default"
    )]
    Provider,
    /// The configuration asks for rustls with the platform's certificates. ureq does not show
    /// whether it has its feature `platform-verifier`, and panics without it.
    #[error(
        "ureq does not show whether it can use the platform's certificates with rustls: give the certificates \
         (`RootCerts::new_with_certs`), or set the configuration's provider to `NativeTls`"
    )]
    PlatformVerifier,
}
