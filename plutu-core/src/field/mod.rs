//! The fields of requests and callbacks, and the two traits that make a type one.
//!
//! A declaration opens with `use plutu_core::field::*;`: this room holds every name that it needs.
//! The attribute `#[plutu_gateway]` writes requests through [`RequestField`] and reads callbacks
//! through [`CallbackField`].

mod birth_year;
mod email;
mod invoice_no;
mod language;
mod mobile_number;
mod otp;
mod payment_method;
mod text;
mod transaction_id;
mod urls;

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr as StdIpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;

use crate::currency::Currency;
use crate::encode;

#[doc(no_inline)]
pub use std::net::IpAddr;

pub use self::birth_year::BirthYear;
pub use self::email::Email;
pub use self::invoice_no::InvoiceNo;
pub use self::language::Language;
pub use self::mobile_number::MobileNumber;
pub use self::mobile_number::SadadNumber;
pub use self::otp::Otp;
pub use self::otp::ProcessId;
pub use self::payment_method::PaymentMethod;
pub(crate) use self::text::Text;
pub(crate) use self::text::text_field;
pub use self::transaction_id::TransactionId;
pub use self::urls::CallbackUrl;
pub use self::urls::ReturnUrl;
#[doc(no_inline)]
pub use crate::reply::Receipt;
#[doc(no_inline)]
pub use crate::reply::Redirect;

/// A type that can be sent as a request's field.
///
/// ```
/// use plutu_core::field::{FormValue, RequestField};
///
/// /// The branch at which the payer collects his goods.
/// #[derive(Debug)]
/// pub struct Branch(u16);
///
/// impl RequestField for Branch {
///     fn write(&self, value: &mut FormValue<'_>) {
///         value.display(self.0);
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a field of a request",
    label = "this field type has no wire form",
    note = "use a type of `plutu_core::field`, or implement `plutu_core::field::RequestField` for `{Self}`"
)]
pub trait RequestField: fmt::Debug {
    /// Writes the field's text; the form's encoding happens underneath.
    fn write(&self, value: &mut FormValue<'_>);
}

/// A type that can be read from a callback's signed text.
///
/// ```
/// use plutu_core::field::{CallbackField, FieldError};
///
/// /// The till that took the payment.
/// #[derive(Debug)]
/// pub struct Till(u8);
///
/// impl CallbackField for Till {
///     fn read(text: &str) -> Result<Self, FieldError> {
///         text.parse().map(Self).map_err(|_| FieldError::new("till", "it is a number up to 255"))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a callback",
    label = "this field type cannot be read from a callback",
    note = "use a type of `plutu_core::field`, or implement `plutu_core::field::CallbackField` for `{Self}`"
)]
pub trait CallbackField: fmt::Debug + Sized {
    /// Reads the field from its decoded text, which is never empty.
    ///
    /// # Errors
    ///
    /// [`FieldError`] names the field and the rule that the text breaks.
    fn read(text: &str) -> Result<Self, FieldError>;
}

/// A text that is no valid value of a field: which field, and which rule it breaks.
///
/// The refused text itself is not kept, as it may be personal or secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid {field}: {reason}")]
pub struct FieldError {
    field: &'static str,
    reason: Cow<'static, str>,
}

impl FieldError {
    /// Says that a value of `field` is refused, and why: `FieldError::new("till", "it is too long")`.
    pub fn new(field: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            field,
            reason: reason.into(),
        }
    }

    /// The field's name in words: `invoice number`.
    #[must_use]
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// The rule that the value breaks: `it is empty`.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// Where a [`RequestField`] writes its text.
#[derive(Debug)]
pub struct FormValue<'a> {
    form: &'a mut String,
}

impl<'a> FormValue<'a> {
    pub(crate) fn new(form: &'a mut String) -> Self {
        Self { form }
    }

    /// Adds `text` to the value, form-encoded.
    pub fn push_str(&mut self, text: &str) {
        encode::append(text, self.form);
    }

    /// Adds what `value` displays.
    pub fn display(&mut self, value: impl fmt::Display) {
        // Only a `Display` that fails by itself can fail here, and what it wrote so far stays.
        let _ = fmt::Write::write_fmt(self, format_args!("{value}"));
    }
}

impl fmt::Write for FormValue<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

/// The payer's address, of either family (documentation: `customer_ip`, optional).
impl RequestField for StdIpAddr {
    fn write(&self, value: &mut FormValue<'_>) {
        value.display(self);
    }
}

impl RequestField for Ipv4Addr {
    fn write(&self, value: &mut FormValue<'_>) {
        value.display(self);
    }
}

impl RequestField for Ipv6Addr {
    fn write(&self, value: &mut FormValue<'_>) {
        value.display(self);
    }
}

/// A callback that names its currency must name the gateway's.
#[diagnostic::do_not_recommend]
impl<C: Currency> CallbackField for C {
    #[inline]
    fn read(text: &str) -> Result<Self, FieldError> {
        if text == C::CODE {
            Ok(C::default())
        } else {
            Err(FieldError::new(
                "currency",
                format!("it is not {}", C::CODE),
            ))
        }
    }
}
