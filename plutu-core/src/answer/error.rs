//! The errors for answers that are not the expected success.

use std::fmt;
use std::time::Duration;

use crate::answer::Certainty;
use crate::answer::ErrorCode;
use crate::field::FieldError;

/// The error for an answer that is not a reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplyError {
    /// Plutu answered with an error.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The answer is neither a success nor an error in a known form.
    #[error(transparent)]
    Unexpected(#[from] UnexpectedReplyError),
}

impl ReplyError {
    /// The certainty about the attempt's outcome: [`Refused`](Certainty::Refused) or
    /// [`Unknown`](Certainty::Unknown). It is never `NotSent`, because there was an answer.
    ///
    /// For a charge it is `Refused` only if the code is known to precede the charge
    /// ([`ErrorCode::precedes_charge`]).
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Api(error) => error.certainty(),
            Self::Unexpected(reply) => reply.certainty(),
        }
    }

    /// The answer's HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Api(error) => error.status,
            Self::Unexpected(reply) => reply.status,
        }
    }

    /// Plutu's error, if the answer was one.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            Self::Unexpected(_) => None,
        }
    }

    /// The waiting time that the answer asks for before another attempt, if any. This library does
    /// not wait by itself.
    ///
    /// It says nothing about the money: a 429 without Plutu's error may come from a proxy.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after,
            Self::Unexpected(reply) => reply.retry_after,
        }
    }

    /// Adds the waiting time from the header `Retry-After`, which the body does not contain.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        match &mut self {
            Self::Api(error) => error.retry_after = wait,
            Self::Unexpected(reply) => reply.retry_after = wait,
        }
        self
    }
}

/// An error that Plutu answered with.
///
/// `Display` and `Debug` show the status and the code, but not the message and the fields. Those
/// come from outside and may repeat what was sent, for example a mobile number. Only their own
/// methods return them.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiError {
    pub(super) status: u16,
    pub(super) code: ErrorCode,
    pub(super) message: String,
    pub(super) fields: Option<String>,
    pub(super) retry_after: Option<Duration>,
    pub(super) certainty: Certainty,
}

impl ApiError {
    /// The certainty about the attempt's outcome: [`Refused`](Certainty::Refused), or
    /// [`Unknown`](Certainty::Unknown) if Plutu may have carried out the request.
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        self.certainty
    }

    /// The answer's HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The error's code.
    #[must_use]
    pub fn code(&self) -> &ErrorCode {
        &self.code
    }

    /// Plutu's own message, or an empty string if there was none. It may repeat what was sent: show
    /// it to the merchant, and consider whether you may log it.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The errors of single fields, as JSON. Their structure is not documented: they may be an
    /// object or a list.
    #[must_use]
    pub fn fields(&self) -> Option<&str> {
        self.fields.as_deref()
    }

    /// The waiting time that Plutu asks for before another attempt, if any. This library does not
    /// wait by itself.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &format_args!("[{} bytes]", self.message.len()))
            .field(
                "fields",
                &self.fields.as_ref().map(|fields| Bytes(fields.len())),
            )
            .field("retry_after", &self.retry_after)
            .field("certainty", &self.certainty)
            .finish()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "plutu answered with an error: {} (HTTP status {})",
            self.code, self.status
        )
    }
}

impl std::error::Error for ApiError {}

/// The error for an answer that is neither a success nor an error in a known form. It is unknown
/// what Plutu did.
///
/// `Debug` shows only the body's length, because the body may contain a checkout URL or personal
/// data.
#[derive(Clone, PartialEq, Eq)]
pub struct UnexpectedReplyError {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    pub(super) problem: AnswerError,
    pub(super) retry_after: Option<Duration>,
}

impl UnexpectedReplyError {
    /// The maximum length of the kept part of the answer's body, in bytes.
    pub const KEPT_BODY: usize = 4_096;

    pub(super) fn new(status: u16, body: &[u8], problem: AnswerError) -> Self {
        Self {
            status,
            body: body.iter().take(Self::KEPT_BODY).copied().collect(),
            problem,
            retry_after: None,
        }
    }

    /// The certainty about the attempt's outcome: always [`Unknown`](Certainty::Unknown).
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        Certainty::Unknown
    }

    /// The answer's HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The first [`KEPT_BODY`](Self::KEPT_BODY) bytes of the answer. They may be personal or
    /// secret.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The reason why the answer is not understood.
    #[must_use]
    pub fn problem(&self) -> &AnswerError {
        &self.problem
    }

    /// The waiting time that the answer asks for before another attempt, if any. This library does
    /// not wait by itself.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

impl fmt::Debug for UnexpectedReplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnexpectedReplyError")
            .field("status", &self.status)
            .field("body", &Bytes(self.body.len()))
            .field("problem", &self.problem)
            .field("retry_after", &self.retry_after)
            .finish()
    }
}

impl fmt::Display for UnexpectedReplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "plutu's answer (HTTP status {}) is not understood",
            self.status
        )
    }
}

impl std::error::Error for UnexpectedReplyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.problem)
    }
}

/// The reason why an answer is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The HTTP status is neither 2xx, 4xx nor 5xx.
    #[error("its HTTP status is not one that Plutu uses")]
    Status,
    /// The body cannot be read as a JSON object: for example, it is HTML from a proxy, truncated or
    /// empty, or it is an object that repeats a key or has more than 256 keys.
    #[error("its body cannot be read as a JSON object")]
    NotJson,
    /// The body is a JSON object, but not in Plutu's form.
    #[error("its body has neither Plutu's result nor Plutu's error")]
    Envelope,
    /// The body has a result and an error.
    #[error("its body has both a result and an error")]
    Contradictory,
    /// A field of the result is missing or invalid.
    #[error("its result is not understood")]
    Field(#[source] FieldError),
}

/// Received data, of which only the length is shown.
struct Bytes(usize);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.0)
    }
}
