//! The faults over HTTP/2, and the certainty that an error must report after each.

use plutu_http::core::Certainty;

/// A fault of a request over HTTP/2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// No fault: the request is answered with a success.
    Success,
    /// The request is answered with an error that means that nothing was charged.
    Refusal,
    /// The request is answered with a redirect to the same server.
    Redirect,
    /// The connection closes before any frame is written.
    ClosedAtOnce,
    /// The connection is going away before the request begins.
    GoAwayAtOnce,
    /// The server sends bytes that are not HTTP/2.
    Garbage,
    /// The request is refused, and may be sent again.
    RefusedStream,
    /// The stream is canceled.
    Canceled,
    /// The stream ends with an internal error.
    InternalError,
    /// The stream ends without an error, and without an answer.
    NoError,
    /// The server asks for HTTP/1.1.
    Http11Required,
    /// The connection goes away, and the request was not processed.
    GoAwayBefore,
    /// The connection goes away, and the request may have been processed.
    GoAwayAfter,
    /// The connection goes away because the client sends too many requests.
    Calm,
    /// The connection closes without an answer.
    Closed,
    /// The answer ends in the middle of its head.
    CutHead,
    /// The body is shorter than its `content-length`.
    ShortBody,
    /// The connection closes in the middle of the body.
    CutBody,
    /// The stream is canceled in the middle of the body.
    CanceledInBody,
    /// The stream ends without an error in the middle of the body.
    NoErrorInBody,
    /// The stream ends without an error in the middle of a body without `content-length`.
    NoErrorInBodyWithoutLength,
    /// The server sends no answer.
    Silence,
    /// The server sends a provisional answer, but no final one.
    ProvisionalThenSilence,
    /// The server sends the answer's head, but no body.
    HeadThenSilence,
    /// The server answers an earlier request again, on its stream. The request itself is refused.
    LateAnswer,
    /// The connection goes away after an earlier request.
    GoAwayBetween,
    /// An earlier request was answered, and this one is refused and may be sent again.
    RefusedLater,
    /// The server answers a request before it was sent. The request itself is refused.
    EarlyAnswer,
}

impl Fault {
    pub const ALL: &[Self] = &[
        Self::Success,
        Self::Refusal,
        Self::Redirect,
        Self::ClosedAtOnce,
        Self::GoAwayAtOnce,
        Self::Garbage,
        Self::RefusedStream,
        Self::Canceled,
        Self::InternalError,
        Self::NoError,
        Self::Http11Required,
        Self::GoAwayBefore,
        Self::GoAwayAfter,
        Self::Calm,
        Self::Closed,
        Self::CutHead,
        Self::ShortBody,
        Self::CutBody,
        Self::CanceledInBody,
        Self::NoErrorInBody,
        Self::NoErrorInBodyWithoutLength,
        Self::Silence,
        Self::ProvisionalThenSilence,
        Self::HeadThenSilence,
        Self::GoAwayBetween,
        Self::RefusedLater,
        Self::LateAnswer,
        Self::EarlyAnswer,
    ];

    /// The certainty that must be reported, or `None` for a success.
    pub fn certainty(self) -> Option<Certainty> {
        match self {
            Self::Success | Self::GoAwayBetween => None,
            Self::Refusal | Self::LateAnswer | Self::EarlyAnswer => Some(Certainty::Refused),
            _ => Some(Certainty::Unknown),
        }
    }

    /// The number of requests that are answered before the fault.
    pub fn first_posts(self) -> usize {
        usize::from(matches!(
            self,
            Self::GoAwayBetween | Self::RefusedLater | Self::LateAnswer | Self::EarlyAnswer
        ))
    }

    /// Whether only a time-out ends the fault.
    pub fn is_stall(self) -> bool {
        matches!(
            self,
            Self::Silence | Self::ProvisionalThenSilence | Self::HeadThenSilence
        )
    }
}
