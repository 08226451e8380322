//! The traits of a request and of its reply: one writes the path and the form, the other reads the
//! answer.
//!
//! The types of replies are in [`reply`](crate::reply). The module `answer` reads the envelope
//! around them.

use std::fmt;

use crate::amount::Amount;
use crate::answer;
use crate::answer::ReplyError;
use crate::answer::ReplyFields;
use crate::field::FieldError;
use crate::field::InvoiceNo;
use crate::form::Form;
use crate::gateway::Gateway;
use crate::spec::ReplyKind;

/// A request to one of Plutu's endpoints, `POST /transaction/{gateway}/{action}`.
///
/// The attribute `#[plutu_gateway]` implements this trait. [`wire`](Self::wire) and
/// [`reply`](Self::reply) are all that an HTTP client needs, so any client can send a request.
/// `plutu-http` sends it for you, and reports for every failure whether the request can have
/// reached Plutu.
///
/// ```
/// use plutu_core::Request;
/// use plutu_core::gateways::mpgs;
///
/// let request = mpgs::Confirm::builder()
///     .amount("12.50".parse()?)
///     .invoice_no("INV-1001".parse()?)
///     .return_url("https://shop.example/paid".parse()?)
///     .build();
///
/// let wire = request.wire();
/// assert_eq!(wire.path, "/transaction/mpgs/confirm");
///
/// let body = br#"{"status":200,"result":{"code":"CHECKOUT_REDIRECT","redirect_url":"https://pay.example/?t=1"}}"#;
/// let redirect = request.reply(200, body)?;
/// assert_eq!(redirect.url(), "https://pay.example/?t=1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "expected a request",
    note = "a request is a struct that is declared with `#[request(..)]`; a builder becomes one \
            with `.build()`"
)]
pub trait Request: Sized {
    /// The gateway that the request is for.
    type Gateway: Gateway;

    /// The type of the endpoint's successful answer.
    type Reply: Reply<Self>;

    /// The last segment of the endpoint's path.
    const ACTION: &'static str;

    /// Whether the endpoint takes the payer's money. If it does, the payment's outcome is unknown
    /// after a lost answer, and after an error that may have occurred after the charge.
    const MOVES_MONEY: bool = false;

    /// Writes the request's fields.
    fn write_form(&self, form: &mut Form);

    /// The request's invoice number, if it has a field `invoice_no`. Errors name it.
    fn invoice_no(&self) -> Option<&InvoiceNo> {
        None
    }

    /// The path and the encoded form, as they are sent.
    fn wire(&self) -> WireRequest {
        let mut form = Form::with_usual_capacity();
        self.write_form(&mut form);
        WireRequest {
            path: ["/transaction/", Self::Gateway::NAME, "/", Self::ACTION].concat(),
            form: form.into_string(),
        }
    }

    /// Reads the answer to the request from its HTTP status and its whole body.
    ///
    /// # Errors
    ///
    /// [`ReplyError`] if Plutu answered with an error, or if the answer is not understood. Its
    /// [`certainty`](ReplyError::certainty) says whether the money may have moved.
    fn reply(&self, status: u16, body: &[u8]) -> Result<Self::Reply, ReplyError> {
        let reply = |result: &ReplyFields<'_>| Self::Reply::read(self, result);
        answer::read(status, body, Self::MOVES_MONEY, reply)
    }
}

/// A request for an amount in the currency `C`.
///
/// The attribute `#[plutu_gateway]` implements this trait for a request with the required field
/// `amount: Amount`. A [`Challenge`](crate::reply::Challenge) keeps that amount.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `amount` in its gateway's currency",
    label = "expected a request with the field `amount: Amount`",
    note = "declare `pub amount: Amount`; a reply of the type `Challenge` requires it"
)]
pub trait Priced<C> {
    /// The amount that the request asks for.
    fn amount(&self) -> Amount<C>;
}

/// A request that takes the payer's money.
///
/// The attribute `#[plutu_gateway]` implements this trait for a request that is declared with
/// `moves_money`. Such a request must have the fields `amount: Amount` and `invoice_no: InvoiceNo`.
/// Only a charge can have a [`Receipt`](crate::reply::Receipt) as its reply.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a charge, so its reply cannot be a receipt",
    label = "a receipt is the reply to a charge",
    note = "if the request only starts a payment, write `reply = Challenge`; if it takes the money, add `moves_money`"
)]
pub trait Charge: Request {
    /// The invoice number and the amount of the order that the charge pays.
    fn order(&self) -> (&InvoiceNo, Amount<<Self::Gateway as Gateway>::Currency>);
}

/// The content of a successful answer to a request of the type `R`.
///
/// The declaration of a request names its reply: `#[request(reply = Redirect)]`. You can implement
/// this trait for a type of your own. It reads the fields that it needs, and has access to the
/// request that it answers:
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
    message = "`{Self}` is not a reply to `{R}`",
    label = "this type does not implement `plutu_core::reply::Reply`",
    note = "use a reply of `plutu_core::reply`, or implement `plutu_core::reply::Reply` for `{Self}`"
)]
pub trait Reply<R: Request>: Sized {
    /// The kind of reply, for tools that work from a gateway's description.
    const KIND: ReplyKind = ReplyKind::Own;

    /// Reads the reply from the answer's `result`.
    ///
    /// # Errors
    ///
    /// [`FieldError`] names the field that is missing or invalid.
    fn read(request: &R, result: &ReplyFields<'_>) -> Result<Self, FieldError>;
}

/// A request in the form that any HTTP client can send: `POST` it to the base URL with `path`
/// appended, with the two credential headers and the content type
/// `application/x-www-form-urlencoded`.
///
/// `Debug` shows only the length of the form, since its fields are personal or secret.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WireRequest {
    /// The path, relative to the API's base URL: `/transaction/mpgs/confirm`.
    pub path: String,
    /// The encoded form, `amount=12.50&invoice_no=…`, with the fields in the order of declaration.
    pub form: String,
}

impl fmt::Debug for WireRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WireRequest")
            .field("path", &self.path)
            .field("form", &format_args!("[{} bytes]", self.form.len()))
            .finish()
    }
}
