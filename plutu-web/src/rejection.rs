//! Why a request did not become a callback, and how it is answered.

use std::error::Error;
#[cfg(any(feature = "actix-web", feature = "axum"))]
use std::fmt;

use plutu_core::CallbackError;

/// Why a request is not believed. It then says nothing about any order: leave the orders as they
/// are.
///
/// As an answer it is a [`status`](Self::status) without a body, and a line in the log (crate
/// `log`) which says why. No secret shows in its `Debug` or `Display`.
///
/// A handler that shows the payer a page of its own asks for `Result<Signed<C>, Rejection>`:
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
    /// The callback, or the return page, does not verify.
    #[error(transparent)]
    Callback(#[from] CallbackError),
    /// It is a HEAD request, which settles nothing.
    #[error("a HEAD request settles nothing: a callback is a GET or a POST")]
    Head,
    /// The body did not arrive.
    #[error("the callback's body did not arrive")]
    Body(#[source] Box<dyn Error + Send + Sync>),
    /// The application's data has no verifier. With actix-web only; with axum this does not
    /// compile.
    #[error(
        "the application has no verifier for this callback: add `.app_data(web::Data::new(verifier))` with a \
         `{verifier}` to the `App`"
    )]
    NoVerifier {
        /// The type that was looked for.
        verifier: &'static str,
    },
}

impl Rejection {
    /// The HTTP status that answers it.
    ///
    /// | status | when |
    /// |---|---|
    /// | 200 | HEAD: RFC 9110 wants every server to support it, and a client that is refused may go on with GET |
    /// | 400 | malformed: no signature, or a malformed one; a broken body; a duplicate; genuine, but not this callback |
    /// | 401 | well-formed, and the signature does not match |
    /// | 413 | more than 8 KiB or 64 parameters |
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

    /// Why the callback does not verify, if that is the reason.
    #[must_use]
    pub fn callback_error(&self) -> Option<&CallbackError> {
        match self {
            Self::Callback(error) => Some(error),
            _ => None,
        }
    }

    /// The headers that answer it.
    #[cfg(any(feature = "actix-web", feature = "axum"))]
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        // RFC 9110, 15.5.2: a 401 names a scheme. No browser asks for a password because of this
        // one.
        let scheme = (self.status() == 401).then_some(("www-authenticate", "Plutu-Signature"));
        scheme.into_iter().chain([("cache-control", "no-store")])
    }

    /// Writes it to the log. Only an adapter calls this, when the rejection becomes an answer: a
    /// handler that asked for the `Result` decides itself.
    #[cfg(any(feature = "actix-web", feature = "axum"))]
    pub(crate) fn log(&self) {
        match self {
            Self::Head => log::debug!("{self}"),
            Self::NoVerifier { .. } => log::error!("{self}"),
            Self::Callback(_) | Self::Body(_) => log::warn!("rejected: {}", Chain(self)),
        }
    }
}

/// An error with its causes.
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
