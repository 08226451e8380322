//! What an answer says when it is not the expected success.

use std::fmt;
use std::time::Duration;

use crate::answer::Certainty;
use crate::answer::ErrorCode;
use crate::field::FieldError;

/// Why an answer is not a reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplyError {
    /// Plutu answered with an error.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The answer is neither a known success nor a known error.
    #[error(transparent)]
    Unexpected(#[from] UnexpectedReplyError),
}

impl ReplyError {
    /// What is known about the attempt: [`Refused`](Certainty::Refused) or
    /// [`Unknown`](Certainty::Unknown). It is never `NotSent`, since there was an answer.
    ///
    /// For a charge it is `Refused` only if the code is known to precede the charge
    /// ([`ErrorCode::precedes_charge`]).
    #[must_use]
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Api(error) => error.certainty,
            Self::Unexpected(_) => Certainty::Unknown,
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

    /// Plutu's error, where the answer was one.
    #[must_use]
    pub fn api_error(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            Self::Unexpected(_) => None,
        }
    }

    /// How long the answer asks to wait before another attempt, where it does. Nothing waits for it
    /// by itself.
    ///
    /// It says nothing about the money: a 429 without Plutu's error may be a proxy's.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after,
            Self::Unexpected(reply) => reply.retry_after,
        }
    }

    /// Adds how long the answer asks to wait: the header `Retry-After`, which is not in the body.
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
/// `Display` and `Debug` show the status and the code. Message and fields come from outside and may
/// repeat what was sent, for example a mobile number, so only their own methods show them.
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

    /// Plutu's own words, empty where there were none. They may repeat what was sent: show them to
    /// the merchant, and think before logging them.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What Plutu says about single fields, as JSON text. Its shape is not documented: an object, a
    /// list.
    #[must_use]
    pub fn fields(&self) -> Option<&str> {
        self.fields.as_deref()
    }

    /// How long Plutu asks to wait before another attempt. Nothing waits for it by itself.
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

/// An answer that is no known success and no known error: nothing is known of what Plutu did.
///
/// `Debug` tells only the body's length, as it may hold a checkout URL or personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct UnexpectedReplyError {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    pub(super) problem: AnswerError,
    pub(super) retry_after: Option<Duration>,
}

impl UnexpectedReplyError {
    /// How much of the answer's body is kept, in bytes.
    pub const KEPT_BODY: usize = 4_096;

    pub(super) fn new(status: u16, body: &[u8], problem: AnswerError) -> Self {
        Self {
            status,
            body: body.iter().take(Self::KEPT_BODY).copied().collect(),
            problem,
            retry_after: None,
        }
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

    /// What is wrong with the answer.
    #[must_use]
    pub fn problem(&self) -> &AnswerError {
        &self.problem
    }

    /// How long the answer asks to wait before another attempt. Nothing waits for it by itself.
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

/// What is wrong with an answer that is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The HTTP status is neither of success nor of an error that Plutu gives.
    #[error("its HTTP status is none that Plutu answers with")]
    Status,
    /// The body is no JSON object: HTML of a proxy, a cut answer, nothing at all.
    #[error("its body is not a JSON object")]
    NotJson,
    /// The body is a JSON object, but not one of Plutu's.
    #[error("its body has neither Plutu's result nor Plutu's error")]
    Envelope,
    /// The body has a result and an error.
    #[error("its body has both a result and an error")]
    Contradictory,
    /// A field of the result is missing or is not what it should be.
    #[error("its result is not understood")]
    Field(#[source] FieldError),
}

/// Text from outside, of which only the length is shown.
struct Bytes(usize);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.0)
    }
}
