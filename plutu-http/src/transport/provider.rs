//! The provider of cryptography, without which rustls cannot do anything, and over whose absence reqwest and
//! ureq panic.

use crate::transport::TransportError;
use crate::transport::TransportErrorKind;

/// The error where no provider is built in and the application has not installed one either.
pub(crate) fn missing() -> Option<TransportError> {
    is_missing().then(|| {
        TransportError::new(
            TransportErrorKind::Build,
            "with the feature `rustls-no-provider`, install a provider before a client is made: \
             rustls::crypto::CryptoProvider::install_default",
        )
    })
}

#[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
fn is_missing() -> bool {
    rustls::crypto::CryptoProvider::get_default().is_none()
}

#[cfg(not(all(feature = "rustls-no-provider", not(feature = "rustls"))))]
fn is_missing() -> bool {
    false
}
