//! The types of replies, and the errors for answers that are not a reply.
//!
//! | reply | to | content |
//! |---|---|---|
//! | [`Redirect`] | the request of a gateway with a hosted page | the URL of the page |
//! | [`Challenge`] | the first step of a payment with a one-time password | the process id and the amount |
//! | [`Receipt`] | a charge: the second step of such a payment | the evidence that the money was taken |
//!
//! Each reply belongs to the request that it answers. If the result belongs to another endpoint or
//! reports a failure, the answer is not understood, and the outcome of the request is unknown.

mod challenge;
mod receipt;
mod redirect;
#[cfg(test)]
mod tests;

pub use crate::answer::AnswerError;
pub use crate::answer::ApiError;
pub use crate::answer::Certainty;
pub use crate::answer::ErrorCode;
pub use crate::answer::ReplyError;
pub use crate::answer::ReplyFields;
pub use crate::answer::UnexpectedReplyError;
pub use crate::redirect::Redirect;
pub use crate::request::Reply;

pub use self::challenge::Challenge;
pub use self::receipt::Receipt;
