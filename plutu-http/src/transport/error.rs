//! Why there is no complete answer, and whether the request can have reached the server.

use std::error::Error;
use std::fmt;

use http::StatusCode;
use plutu_core::Certainty;

/// Why a transport has no complete answer.
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
    /// Makes an error whose kind is certain.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            status: None,
            source: Some(source.into()),
        }
    }

    /// Makes an error of the kind [`Other`](TransportErrorKind::Other): the request may have been
    /// carried out. Use it for every error whose meaning is not certain.
    pub fn other(source: impl Into<BoxError>) -> Self {
        Self::new(TransportErrorKind::Other, source)
    }

    /// Adds the answer's status, if it came before the error.
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

    /// The answer's status, if it came before the error. It proves nothing about the payment.
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
    /// [`Unknown`](Certainty::Unknown). It is never `Refused`, since there was no answer.
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
    /// Makes an error without a source.
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

/// What went wrong while a request was sent.
///
/// Only [`Build`](Self::Build) and [`Connect`](Self::Connect) mean that the request certainly did
/// not reach the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request could not be built, so nothing was sent.
    #[error("the request could not be built")]
    Build,
    /// There was no connection: the host was not found, refused or could not be reached, the TLS
    /// handshake failed, or connecting took too long.
    #[error("no connection could be made")]
    Connect,
    /// There was a connection, and no complete answer in time.
    #[error("there was no complete answer in time")]
    Timeout,
    /// The connection broke before an answer began, or the answer was not HTTP.
    #[error("the connection broke before an answer came")]
    Interrupted,
    /// The answer's body is incomplete.
    #[error("the answer is incomplete")]
    ResponseBody,
    /// The answer's body is longer than [`MAX_BODY`](crate::transport::MAX_BODY).
    #[error("the answer is longer than 1 MiB")]
    TooLarge,
    /// The HTTP client followed a redirect, or tried to: the answer is not from Plutu, and another
    /// host may have seen the credentials.
    #[error("the HTTP client followed a redirect")]
    Redirected,
    /// Anything else: nothing is known about what happened to the request.
    #[error("the HTTP client failed")]
    Other,
}

/// An error of any type.
type BoxError = Box<dyn Error + Send + Sync>;
