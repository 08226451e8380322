//! The replies to requests, and the errors of requests without one.
//!
//! | reply | to | it says |
//! |---|---|---|
//! | [`Redirect`] | the confirmation of a redirect gateway | where to send the payer |
//! | [`Challenge`] | the first step of a one-time password | what to answer it with |
//! | [`Receipt`] | a charge, the second step | that the money was taken |
//!
//! Each belongs to the request that it answers. A result that belongs to another endpoint, or that
//! says no, is not understood, and the outcome is unknown.

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
