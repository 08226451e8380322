//! The common parts of Plutu's answers: the envelope, the errors, and what they mean for the money.
//!
//! [`Request::reply`](crate::Request::reply) uses this module. It turns the fields of a successful
//! answer into the request's reply.

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
