//! What every answer of Plutu shares: the envelope, its errors, and what they say about the money.
//!
//! The receiver is [`Request::reply`](crate::Request::reply), which turns the fields of a
//! successful answer into the request's reply.

mod certainty;
mod code;
mod envelope;
mod error;
mod fields;

pub use self::certainty::Certainty;
pub use self::code::ErrorCode;
pub(crate) use self::envelope::read;
pub use self::error::AnswerError;
pub use self::error::ApiError;
pub use self::error::ReplyError;
pub use self::error::UnexpectedReplyError;
pub use self::fields::ReplyFields;
