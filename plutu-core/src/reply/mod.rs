//! The answer to a request: the envelope that every endpoint shares, what it holds on success, and what
//! an error says about the money.

mod certainty;
mod challenge;
mod code;
mod envelope;
mod error;
mod fields;
mod receipt;
mod redirect;
#[cfg(test)]
mod tests;

use crate::field::FieldError;
use crate::request::Request;

pub use self::certainty::Certainty;
pub use self::challenge::Challenge;
pub use self::code::ErrorCode;
pub(crate) use self::envelope::read;
pub use self::error::AnswerError;
pub use self::error::ApiError;
pub use self::error::ReplyError;
pub use self::error::UnexpectedReplyError;
pub use self::fields::ReplyFields;
pub use self::receipt::Receipt;
pub use self::redirect::Redirect;

/// What a successful answer to a request of the type `R` holds.
///
/// A gateway's declaration names its reply: `#[request(reply = Redirect)]`. A type of one's own reads
/// the fields that it wants, and sees the request that it answers:
///
/// ```
/// use plutu_core::field::FieldError;
/// use plutu_core::reply::{Reply, ReplyFields};
/// use plutu_core::Request;
///
/// /// The number that the payer shows at the counter.
/// pub struct Ticket(String);
///
/// impl<R: Request> Reply<R> for Ticket {
///     fn read(_request: &R, result: &ReplyFields<'_>) -> Result<Self, FieldError> {
///         Ok(Self(result.required("ticket")?.into_owned()))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no reply to `{R}`",
    label = "this type does not implement `plutu_core::reply::Reply`",
    note = "use a reply of `plutu_core::reply`, or implement `plutu_core::reply::Reply` for `{Self}`"
)]
pub trait Reply<R: Request>: Sized {
    /// Reads the reply from the answer's `result`.
    ///
    /// # Errors
    ///
    /// [`FieldError`] names the field that is missing or is not what it should be.
    fn read(request: &R, result: &ReplyFields<'_>) -> Result<Self, FieldError>;
}
