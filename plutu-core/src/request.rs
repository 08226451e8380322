//! A request before it is sent: its path and its form. Its reply is read in [`reply`](crate::reply).

use std::fmt;

use crate::amount::Amount;
use crate::encode;
use crate::field::FormValue;
use crate::field::InvoiceNo;
use crate::field::RequestField;
use crate::gateway::Gateway;
use crate::reply;
use crate::reply::Reply;
use crate::reply::ReplyError;

/// A request to one of Plutu's endpoints, `POST /transaction/{gateway}/{action}`.
///
/// The attribute `#[plutu_gateway]` implements it. [`wire`](Self::wire) and [`reply`](Self::reply) are
/// all that an HTTP client needs, so any client can send a request; `plutu-http` does it with care for
/// what a lost answer means.
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

    /// Whether the endpoint takes the payer's money. If it does, an answer that was lost, or an error
    /// that may have come after the charge, leaves the payment's outcome unknown.
    const MOVES_MONEY: bool = false;

    /// Writes the request's fields.
    fn write_form(&self, form: &mut Form);

    /// The amount that the request is over, where it has a field `amount`. Some replies refer to it.
    fn amount(&self) -> Option<Amount<<Self::Gateway as Gateway>::Currency>> {
        None
    }

    /// The invoice that the request is for, where it has a field `invoice_no`. Some replies refer to it.
    fn invoice_no(&self) -> Option<&InvoiceNo> {
        None
    }

    /// The request as it goes over the wire.
    fn wire(&self) -> WireRequest {
        let mut form = Form {
            text: String::with_capacity(USUAL_LEN),
        };
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
    /// [`ReplyError`] when Plutu answered with an error, or with something that is no known answer; its
    /// [`certainty`](ReplyError::certainty) says what that means for the money.
    fn reply(&self, status: u16, body: &[u8]) -> Result<Self::Reply, ReplyError> {
        reply::read(self, status, body)
    }
}

/// A request in the form that any HTTP client can send: `POST` it to the base URL with `path` appended,
/// with the two credential headers and the body's type `application/x-www-form-urlencoded`.
///
/// `Debug` tells only the form's length, as its fields are personal or secret.
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

/// A form that is being written, field by field.
///
/// The attribute writes requests with it; a request that implements [`Request`] by hand does too.
#[derive(Default)]
pub struct Form {
    text: String,
}

impl Form {
    /// Adds a field.
    pub fn required(&mut self, name: &str, field: &impl RequestField) {
        self.begin(name);
        field.write(&mut FormValue::new(&mut self.text));
    }

    /// Adds a field where there is one.
    pub fn optional(&mut self, name: &str, field: &Option<impl RequestField>) {
        if let Some(field) = field {
            self.required(name, field);
        }
    }

    /// Adds a text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.begin(name);
        encode::append(text, &mut self.text);
    }

    pub(crate) fn into_string(self) -> String {
        self.text
    }

    fn begin(&mut self, name: &str) {
        if !self.text.is_empty() {
            self.text.push('&');
        }
        encode::append(name, &mut self.text);
        self.text.push('=');
    }
}

/// Room for a form with two URLs of usual length.
const USUAL_LEN: usize = 256;

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Form([{} bytes])", self.text.len())
    }
}
