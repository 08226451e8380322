//! The reasons why a client cannot be built. Nothing has been sent yet.

use std::time::Duration;

use crate::base_url::BaseUrlError;
use crate::transport::error::TransportError;

/// Why a client cannot be built. Nothing has been sent yet.
///
/// The message names what is wrong, and [`source`](std::error::Error::source) says why.
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
    /// The base URL cannot be used.
    #[error("the base URL cannot be used")]
    BaseUrl(#[from] BaseUrlError),
    /// A time-out is zero, or the total time-out is so short that half of it, the default for
    /// connecting, is zero.
    #[error("a time-out is zero")]
    ZeroTimeout,
    /// The time-out for connecting is not shorter than the total one. An unreachable host would
    /// then look like a host that does not answer.
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
    /// There is no transport: the feature `reqwest` (`ureq` for the blocking client) is not
    /// enabled, and no other transport was set.
    #[error(
        "there is no transport: set one, or enable the feature `reqwest` of plutu-http (`ureq` for the blocking \
         client)"
    )]
    NoTransport,
    /// A proxy is configured that the HTTP client cannot use.
    #[error("the configured proxy cannot be used")]
    Proxy(#[from] ProxyError),
    /// The HTTP client does not have the TLS that the configuration asks for.
    #[error("the configured TLS cannot be used")]
    Tls(#[from] TlsError),
    /// The HTTP client could not be built.
    #[error("the HTTP client could not be built")]
    Transport(#[source] TransportError),
}

/// Why a proxy cannot be used. The error names the environment variable and never shows its value,
/// which may hold a password.
///
/// The HTTP client alone would ignore such a proxy and connect directly, or panic. So no client is
/// built, unless the base URL is on this machine or `NO_PROXY` exempts its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ProxyError {
    /// The environment variable does not hold a proxy URL that the HTTP client can read.
    #[error(
        "the environment variable `{variable}` does not hold a proxy URL that {client} can read"
    )]
    Unreadable {
        /// The name of the environment variable.
        variable: &'static str,
        /// The HTTP client.
        client: &'static str,
    },
    /// The environment variable names a SOCKS proxy, but ureq is built without its feature
    /// `socks-proxy`.
    #[error(
        "the environment variable `{variable}` names a SOCKS proxy: enable the feature `socks-proxy` of ureq"
    )]
    Socks {
        /// The name of the environment variable.
        variable: &'static str,
    },
    /// The configuration names a SOCKS proxy, but ureq is built without its feature `socks-proxy`.
    #[error("the configuration names a SOCKS proxy: enable the feature `socks-proxy` of ureq")]
    ConfiguredSocks,
    /// The environment variable names a proxy, but reqwest ignores such variables in a CGI program,
    /// where `REQUEST_METHOD` is set.
    #[error(
        "the environment variable `{variable}` names a proxy, which reqwest ignores in a CGI program"
    )]
    Cgi {
        /// The name of the environment variable.
        variable: &'static str,
    },
}

/// The TLS that the HTTP client lacks. Without this error, the HTTP client would panic when it
/// connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// The base URL is an https URL, but no TLS feature is enabled.
    #[error("https through ureq needs a feature of plutu-http: `rustls` or `native-tls`")]
    Missing,
    /// The configuration asks for rustls, but neither the feature `rustls` nor `rustls-no-provider`
    /// is enabled.
    #[error(
        "rustls needs the feature `rustls` of plutu-http: enable it, or set the configuration's provider to \
         `NativeTls`"
    )]
    Rustls,
    /// The configuration asks for the platform's TLS, but the feature `native-tls` is not enabled.
    #[error("the platform's TLS needs the feature `native-tls` of plutu-http")]
    NativeTls,
    /// No cryptography provider is built in, and the application has not installed one.
    #[error(
        "with the feature `rustls-no-provider`, install a provider before a client is built: \
         rustls::crypto::CryptoProvider::install_default"
    )]
    Provider,
    /// The configuration asks for rustls with the platform's certificates. ureq does not show
    /// whether it has its feature `platform-verifier`, and panics without it.
    #[error(
        "ureq does not show whether it can use the platform's certificates with rustls: pass the certificates \
         (`RootCerts::new_with_certs`), or set the configuration's provider to `NativeTls`"
    )]
    PlatformVerifier,
}
