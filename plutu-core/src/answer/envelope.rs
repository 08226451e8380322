//! The JSON object around every answer: decides whether an answer is a success or an error, and
//! what an error means for the money.

use crate::answer::AnswerError;
use crate::answer::ApiError;
use crate::answer::Certainty;
use crate::answer::ErrorCode;
use crate::answer::ReplyError;
use crate::answer::ReplyFields;
use crate::answer::UnexpectedReplyError;
use crate::answer::fields::refusal;
use crate::field::FieldError;
use crate::json;
use crate::json::Object;

/// Reads an answer from its HTTP status and its whole body. `reply` turns a successful result into
/// the reply.
pub(crate) fn read<T>(
    status: u16,
    body: &[u8],
    moves_money: bool,
    reply: impl FnOnce(&ReplyFields<'_>) -> Result<T, FieldError>,
) -> Result<T, ReplyError> {
    let unexpected = |problem| UnexpectedReplyError::new(status, body, problem).into();
    match Answer::read(status, body).map_err(unexpected)? {
        Answer::Error(error) => Err(error.into_api_error(status, moves_money).into()),
        Answer::Success(result) => reply(&result)
            .map_err(AnswerError::Field)
            .map_err(unexpected),
    }
}

/// An answer in a form that Plutu uses.
enum Answer<'a> {
    Success(ReplyFields<'a>),
    Error(ErrorBody),
}

impl<'a> Answer<'a> {
    fn read(status: u16, body: &'a [u8]) -> Result<Self, AnswerError> {
        if !matches!(status, 200..=299 | 400..=599) {
            return Err(AnswerError::Status);
        }
        let top = Object::parse(body).ok_or(AnswerError::NotJson)?;
        let result = top.get("result");
        match (ErrorBody::read(&top, status), result) {
            (Some(_), Some(_)) => Err(AnswerError::Contradictory),
            (Some(error), None) => Ok(Self::Error(error)),
            (None, Some(result)) if is_success(status, &top) => ReplyFields::read(result)
                .map(Self::Success)
                .ok_or(AnswerError::Envelope),
            (None, _) => Err(AnswerError::Envelope),
        }
    }
}

/// Whether an answer is a success: the `status` in its body is 200, as in the PHP SDK, and nothing
/// in the answer contradicts that.
fn is_success(status: u16, top: &Object<'_>) -> bool {
    matches!(status, 200..=299)
        && refusal(top).is_none()
        && !has_error_code(top)
        && top
            .get("status")
            .and_then(json::scalar)
            .is_some_and(|inner| inner == "200")
}

/// Whether there is a known error code next to the result.
fn has_error_code(top: &Object<'_>) -> bool {
    let code = top.get("code").and_then(json::scalar);
    code.is_some_and(|code| !matches!(ErrorCode::from(code.as_ref()), ErrorCode::Other(_)))
}

/// The error that an answer reports.
struct ErrorBody {
    inner_status: Option<String>,
    code: ErrorCode,
    message: String,
    fields: Option<String>,
}

impl ErrorBody {
    /// Reads Plutu's error object, or the bare `message` that the underlying framework sends with
    /// some statuses (Laravel: `{"message":"…","errors":{"amount":["…"]}}`).
    fn read(top: &Object<'_>, status: u16) -> Option<Self> {
        if let Some(error) = top.get("error") {
            let error = Object::parse(error.get().as_bytes())?;
            return Self::from_object(&error, "fields");
        }
        let bare = matches!(status, 401 | 403 | 422)
            && top.get("message").and_then(json::string).is_some();
        if bare {
            Self::from_object(top, "errors")
        } else {
            None
        }
    }

    fn from_object(object: &Object<'_>, fields: &str) -> Option<Self> {
        let code = object.get("code").and_then(json::scalar);
        let message = object.get("message").and_then(json::string);
        if code.is_none() && message.is_none() {
            return None;
        }
        let text = |value| json::scalar(value).unwrap_or_default().into_owned();
        Some(Self {
            inner_status: object.get("status").map(text),
            code: code.map_or(ErrorCode::Unspecified, |code| {
                ErrorCode::from(code.as_ref())
            }),
            message: message.unwrap_or_default().into_owned(),
            fields: object.get(fields).map(|fields| fields.get().to_owned()),
        })
    }

    fn into_api_error(self, status: u16, moves_money: bool) -> ApiError {
        let certainty = self.certainty(status, moves_money);
        let Self {
            code,
            message,
            fields,
            ..
        } = self;
        ApiError {
            status,
            code,
            message,
            fields,
            retry_after: None,
            certainty,
        }
    }

    /// Decides whether the error is a refusal. After a failure of the server itself, it is unknown
    /// what the server did before. For a charge, only a code that is known to precede the charge is
    /// a refusal, and only if the `status` in the body is absent or 4xx.
    fn certainty(&self, status: u16, moves_money: bool) -> Certainty {
        let refused = match status {
            500.. => false,
            _ if moves_money => self.code.precedes_charge() && self.inner_status_is_refusal(),
            _ => true,
        };
        if refused {
            Certainty::Refused
        } else {
            Certainty::Unknown
        }
    }

    fn inner_status_is_refusal(&self) -> bool {
        self.inner_status
            .as_deref()
            .is_none_or(|status| matches!(status.parse(), Ok(400..=499)))
    }
}
