//! The adapters for reqwest and ureq. Each is built from the caller's configuration and becomes the
//! transport of a client.

#[cfg(any(
    feature = "reqwest",
    all(
        feature = "ureq",
        any(
            feature = "native-tls",
            feature = "rustls",
            feature = "rustls-no-provider"
        )
    )
))]
mod provider;
mod proxy_host;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
#[cfg(feature = "ureq")]
pub(crate) mod ureq;
