//! A request and its reply, as traits: the path and form that are sent, and what the answer
//! becomes.
//!
//! The types of replies are in [`reply`](crate::reply), the envelope around them in `answer`.

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
/// The attribute `#[plutu_gateway]` implements it. [`wire`](Self::wire) and [`reply`](Self::reply)
/// are all that an HTTP client needs, so any client can send a request. `plutu-http` sends it with
/// care for what a lost answer means.
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
pub trait Request: Sized {
    /// The gateway that the request is for.
    type Gateway: Gateway;

    /// What the endpoint answers with.
    type Reply: Reply<Self>;

    /// The last segment of the endpoint's path.
    const ACTION: &'static str;

    /// Whether the endpoint takes the payer's money. If it does, an answer that was lost, or an
    /// error that may have come after the charge, leaves the payment's outcome unknown.
    const MOVES_MONEY: bool = false;

    /// Writes the request's fields.
    fn write_form(&self, form: &mut Form);

    /// The invoice that the request is for, if it has a field `invoice_no`. Errors name it.
    fn invoice_no(&self) -> Option<&InvoiceNo> {
        None
    }

    /// The request as it goes over the wire.
    fn wire(&self) -> WireRequest {
        let mut form = Form::with_usual_capacity();
        self.write_form(&mut form);
        WireRequest {
            path: ["/transaction/", Self::Gateway::NAME, "/", Self::ACTION].concat(),
            form: form.into_string(),
        }
    }

    /// Reads the answer to the request: the HTTP status and the whole body.
    ///
    /// # Errors
    ///
    /// [`ReplyError`] when Plutu answered with an error, or with something that is not understood.
    /// Its [`certainty`](ReplyError::certainty) says what that means for the money.
    fn reply(&self, status: u16, body: &[u8]) -> Result<Self::Reply, ReplyError> {
        let reply = |result: &ReplyFields<'_>| Self::Reply::read(self, result);
        answer::read(status, body, Self::MOVES_MONEY, reply)
    }
}

/// A request over an amount in the currency `C`.
///
/// The attribute `#[plutu_gateway]` implements it for a request with a required field `amount` that
/// is an [`Amount`]. A [`Challenge`](crate::reply::Challenge) remembers that amount.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `amount` in its gateway's currency",
    label = "this reply belongs to a request with the field `amount: Amount`",
    note = "declare `pub amount: Amount`"
)]
pub trait Priced<C> {
    /// The amount that the request asks for.
    fn amount(&self) -> Amount<C>;
}

/// A request that takes the payer's money.
///
/// The attribute `#[plutu_gateway]` implements it for a request that is declared with
/// `moves_money`, which must have the fields `amount: Amount` and `invoice_no: InvoiceNo`. Only a
/// charge can have a [`Receipt`](crate::reply::Receipt) for its reply.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a charge, so its reply cannot be a receipt",
    label = "a receipt is the reply to a charge",
    note = "declare the request with `moves_money`: `#[request(reply = Receipt, moves_money)]`"
)]
pub trait Charge: Request {
    /// The order that the charge is for: its invoice number and its amount.
    fn order(&self) -> (&InvoiceNo, Amount<<Self::Gateway as Gateway>::Currency>);
}

/// What a successful answer to a request of the type `R` holds.
///
/// A gateway's declaration names its reply: `#[request(reply = Redirect)]`. A type of the author's
/// own reads the fields that it needs, and sees the request that it answers:
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
    /// What kind of reply it is, for tools that work from a gateway's description.
    const KIND: ReplyKind = ReplyKind::Own;

    /// Reads the reply from the answer's `result`.
    ///
    /// # Errors
    ///
    /// [`FieldError`] names the field that is missing or not as expected.
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
    /// The path below the API's base URL: `/transaction/mpgs/confirm`.
    pub path: String,
    /// The form, encoded: `amount=12.50&invoice_no=…`, in the order of the fields' declaration.
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
