//! The error of the extractors: why a request did not become a callback, and how it is answered.

use std::error::Error;
#[cfg(any(feature = "actix-web", feature = "axum"))]
use std::fmt;

use plutu_core::CallbackError;

/// Why an extractor rejected a request. Such a request says nothing about any order, so change
/// none.
///
/// As an answer, it is a [`status`](Self::status) without a body, and a line in the log (crate
/// `log`) says why. Its `Debug` and `Display` show no secret.
///
/// To show the payer a page of your own, take a `Result<Signed<C>, Rejection>` in the handler:
///
/// ```
/// use plutu_core::gateways::mpgs;
/// use plutu_core::Language;
/// use plutu_web::answer::Situation;
/// use plutu_web::{Rejection, Signed};
///
/// fn page(callback: Result<Signed<mpgs::Callback>, Rejection>) -> (u16, String) {
///     match callback {
///         Ok(callback) => (200, format!("settle {} here", callback.invoice_no())),
///         Err(rejection) => {
///             let sentence = Situation::from(&rejection).sentence(Language::En);
///             (rejection.status(), sentence.to_owned())
///         }
///     }
/// }
///
/// assert_eq!(page(Err(Rejection::Head)).0, 200);
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// The callback or the return page does not verify.
    #[error(transparent)]
    Callback(#[from] CallbackError),
    /// The request is a HEAD request, which settles nothing.
    #[error("a HEAD request settles nothing: a callback is a GET or a POST")]
    Head,
    /// The body did not arrive completely.
    #[error("the body of the callback did not arrive completely")]
    Body(#[source] Box<dyn Error + Send + Sync>),
    /// The application's data has no verifier. This happens with actix-web only. With axum, it does
    /// not compile.
    #[error(
        "the application has no verifier for this callback: add `.app_data(web::Data::new(verifier))` with a \
         `{verifier}` to the `App`"
    )]
    NoVerifier {
        /// The type of the missing verifier.
        verifier: &'static str,
    },
}

impl Rejection {
    /// The HTTP status to answer with.
    ///
    /// | status | when |
    /// |---|---|
    /// | 200 | a HEAD request: RFC 9110 requires every server to support it, and a client that gets an error may continue with GET |
    /// | 400 | the signature is missing or malformed, the body is broken, a parameter occurs twice, or the signature is genuine but not of this kind of callback |
    /// | 401 | the request is well-formed, and the signature does not match |
    /// | 413 | there are more than 8 KiB or 64 parameters |
    /// | 500 | the application has no verifier |
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Head => 200,
            Self::Callback(CallbackError::SignatureMismatch) => 401,
            Self::Callback(CallbackError::TooLarge) => 413,
            Self::Callback(_) | Self::Body(_) => 400,
            Self::NoVerifier { .. } => 500,
        }
    }

    /// The reason why the callback does not verify, if that is the error.
    #[must_use]
    pub fn callback_error(&self) -> Option<&CallbackError> {
        match self {
            Self::Callback(error) => Some(error),
            _ => None,
        }
    }

    /// The headers to answer with.
    #[cfg(any(feature = "actix-web", feature = "axum"))]
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        // RFC 9110, section 15.5.2: a 401 must name a scheme. Browsers do not know this one, so
        // they ask for no password.
        let scheme = (self.status() == 401).then_some(("www-authenticate", "Plutu-Signature"));
        scheme.into_iter().chain([("cache-control", "no-store")])
    }

    /// Writes the rejection to the log. An adapter calls this when the rejection becomes the
    /// answer. A handler that takes the `Result` decides itself.
    #[cfg(any(feature = "actix-web", feature = "axum"))]
    pub(crate) fn log(&self) {
        match self {
            Self::Head => log::debug!("{self}"),
            Self::NoVerifier { .. } => log::error!("{self}"),
            Self::Callback(_) | Self::Body(_) => log::warn!("rejected: {}", Chain(self)),
        }
    }
}

/// Formats an error with its causes.
#[cfg(any(feature = "actix-web", feature = "axum"))]
struct Chain<'a>(&'a dyn Error);

#[cfg(any(feature = "actix-web", feature = "axum"))]
impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
