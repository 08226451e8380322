//! The error of a transport: why there is no complete answer, and whether the request can have
//! reached the server.

use std::error::Error;
use std::fmt;

use http::StatusCode;
use plutu_core::Certainty;

/// Why a transport returned no complete answer.
///
/// The HTTP client's own error is its [`source`](Error::source).
///
/// ```
/// use std::io;
///
/// use plutu_http::{TransportError, TransportErrorKind};
///
/// let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
/// assert!(TransportError::new(TransportErrorKind::Connect, refused).not_sent());
///
/// let reset = io::Error::from(io::ErrorKind::ConnectionReset);
/// assert!(!TransportError::other(reset).not_sent());
/// ```
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    status: Option<StatusCode>,
    source: Option<BoxError>,
}

impl TransportError {
    /// Creates an error of a kind that is certain.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            status: None,
            source: Some(source.into()),
        }
    }

    /// Creates an error of the kind [`Other`](TransportErrorKind::Other): the request may have been
    /// carried out. Use it for every error whose meaning is not certain.
    pub fn other(source: impl Into<BoxError>) -> Self {
        Self::new(TransportErrorKind::Other, source)
    }

    /// Adds the status of an answer that began before the error.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        Self {
            status: Some(status),
            ..self
        }
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The answer's status, if it arrived before the error. It proves nothing about the payment.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Whether the request cannot have reached the server.
    #[must_use]
    pub fn not_sent(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Build | TransportErrorKind::Connect
        )
    }

    /// What is known about the attempt: [`NotSent`](Certainty::NotSent) or
    /// [`Unknown`](Certainty::Unknown). It is never `Refused`, because that takes a complete
    /// answer.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        if self.not_sent() {
            Certainty::NotSent
        } else {
            Certainty::Unknown
        }
    }
}

impl From<TransportErrorKind> for TransportError {
    /// Creates an error without a source.
    fn from(kind: TransportErrorKind) -> Self {
        Self {
            kind,
            status: None,
            source: None,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        match self.status {
            Some(status) => write!(f, " (HTTP status {})", status.as_u16()),
            None => Ok(()),
        }
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// What went wrong when a request was sent.
///
/// Only [`Build`](Self::Build) and [`Connect`](Self::Connect) mean that the request certainly did
/// not reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request could not be built, so nothing was sent.
    #[error("the request could not be built")]
    Build,
    /// No connection was made: the host was not found, refused the connection or could not be
    /// reached, the TLS handshake failed, or connecting took too long.
    #[error("no connection could be made")]
    Connect,
    /// The total time-out ran out before the answer was complete.
    #[error("no complete answer arrived in time")]
    Timeout,
    /// The connection broke before the answer began, or the answer was not HTTP.
    #[error("the connection broke before an answer arrived")]
    Interrupted,
    /// The answer's body is incomplete.
    #[error("the answer is incomplete")]
    ResponseBody,
    /// The answer's body is longer than [`MAX_BODY`](crate::transport::MAX_BODY).
    #[error("the answer is longer than 1 MiB")]
    TooLarge,
    /// The HTTP client followed a redirect, or tried to. The answer is not from Plutu, and another
    /// host may have seen the credentials.
    #[error("the HTTP client followed a redirect")]
    Redirected,
    /// Anything else. It is not known what happened to the request.
    #[error("the HTTP client failed")]
    Other,
}

/// An error of any type.
type BoxError = Box<dyn Error + Send + Sync>;
