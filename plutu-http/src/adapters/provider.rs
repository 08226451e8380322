//! The cryptography provider that rustls needs. reqwest and ureq panic without one.

use crate::build_error::TlsError;

/// Checks that a provider is built in, or that the application has installed one.
pub(super) fn check() -> Result<(), TlsError> {
    if is_missing() {
        Err(TlsError::Provider)
    } else {
        Ok(())
    }
}

#[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
fn is_missing() -> bool {
    rustls::crypto::CryptoProvider::get_default().is_none()
}

#[cfg(not(all(feature = "rustls-no-provider", not(feature = "rustls"))))]
fn is_missing() -> bool {
    false
}
