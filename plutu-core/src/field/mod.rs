//! The types of the fields in requests and callbacks, and the two traits of a field's type.
//!
//! A declaration starts with `use plutu_core::field::*;`, which imports every name that it needs.
//! The code that the attribute `#[plutu_gateway]` generates writes requests with [`RequestField`]
//! and reads callbacks with [`CallbackField`].
//!
//! `parse` and `TryFrom` are lenient with values that people type: spaces around a value are
//! dropped, and Arabic digits become ASCII digits. There are exceptions:
//!
//! - URLs and free text keep their digits.
//! - Transaction ids and payment methods are kept unchanged.
//! - IP addresses are types of the standard library, which drops no spaces and converts no digits.
//! - A type of your own reads exactly what was typed, unless it drops spaces and converts digits
//!   itself.
//!
//! The values of a callback are read strictly, as they were signed.

mod birth_year;
mod email;
mod invoice_no;
mod kind;
mod language;
mod mobile_number;
mod otp;
mod payment_method;
mod plain_text;
mod text;
mod transaction_id;
mod urls;

use std::borrow::Cow;
use std::fmt;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::str::FromStr;

use crate::currency::Currency;
use crate::encode;

#[doc(no_inline)]
pub use std::net::IpAddr;

pub use self::birth_year::BirthYear;
pub use self::email::Email;
pub use self::invoice_no::InvoiceNo;
pub use self::kind::FieldKind;
pub use self::language::Language;
pub use self::mobile_number::MobileNumber;
pub use self::mobile_number::SadadNumber;
pub use self::otp::Otp;
pub use self::otp::ProcessId;
pub use self::payment_method::PaymentMethod;
pub use self::plain_text::PlainText;
pub(crate) use self::text::text_field;
pub(crate) use self::text::tidy;
pub(crate) use self::text::try_from_text;
pub use self::transaction_id::TransactionId;
pub use self::urls::CallbackUrl;
pub use self::urls::ReturnUrl;
#[doc(no_inline)]
pub use crate::redirect::Redirect;

/// A type that can be sent as a request's field.
///
/// Only [`write`](Self::write) is required. The other items describe the type for tools that work
/// from [`Gateway::SPEC`](crate::Gateway::SPEC), such as the sandbox:
///
/// ```
/// use plutu_core::field::{FieldError, FormValue, RequestField};
///
/// /// The branch at which the payer collects the goods.
/// #[derive(Debug)]
/// pub struct Branch(u16);
///
/// impl RequestField for Branch {
///     const EXAMPLE: &'static str = "17";
///
///     fn check(text: &str) -> Result<(), FieldError> {
///         let branch = text.parse::<u16>();
///         let reason = "it is not a number up to 65535";
///         branch.map(drop).map_err(|_| FieldError::new("branch", reason))
///     }
///
///     fn write(&self, value: &mut FormValue<'_>) {
///         value.display(self.0);
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a field of a request",
    label = "this type is not a field of a request",
    note = "use a type of `plutu_core::field`, for example `PlainText`; or wrap the value in a type of your own, \
            `struct Branch({Self})`, and implement `plutu_core::field::RequestField` for it"
)]
pub trait RequestField: fmt::Debug {
    /// Whether the value is personal or secret. The `Debug` of a request then shows `[redacted]`.
    const HIDDEN: bool = false;

    /// The kind of the value.
    const KIND: FieldKind = FieldKind::Text;

    /// A valid value, in the form in which it is sent, for documentation and tests.
    const EXAMPLE: &'static str = "example";

    /// Checks a received value, after form decoding. By default, every string is valid.
    ///
    /// # Errors
    ///
    /// [`FieldError`] names the field and the rule that the string breaks.
    fn check(text: &str) -> Result<(), FieldError> {
        let _ = text;
        Ok(())
    }

    /// Writes the field's value as a string. [`FormValue`] encodes it.
    fn write(&self, value: &mut FormValue<'_>);

    /// Returns the field as an invoice number, if it is one. It is called for a request's field
    /// named `invoice_no`, so that an error can name the invoice.
    fn as_invoice_no(&self) -> Option<&InvoiceNo> {
        None
    }
}

/// A type that can be read from a signed value of a callback.
///
/// ```
/// use plutu_core::field::{CallbackField, FieldError};
///
/// /// The till that took the payment.
/// #[derive(Debug)]
/// pub struct Till(u8);
///
/// impl CallbackField for Till {
///     const EXAMPLE: &'static str = "7";
///
///     fn read(text: &str) -> Result<Self, FieldError> {
///         text.parse().map(Self).map_err(|_| FieldError::new("till", "it is not a number up to 255"))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a callback",
    label = "this type is not a field of a callback",
    note = "use a type of `plutu_core::field`, for example `PlainText`; or wrap the value in a type of your own, \
            `struct Till({Self})`, and implement `plutu_core::field::CallbackField` for it"
)]
pub trait CallbackField: fmt::Debug + Sized {
    /// Whether the value is personal or secret. The `Debug` of a callback or a return page then
    /// shows `[redacted]`.
    const HIDDEN: bool = false;

    /// The kind of the value.
    const KIND: FieldKind = FieldKind::Text;

    /// A valid value, in the form in which it is received. The sandbox signs it.
    const EXAMPLE: &'static str = "example";

    /// Reads the field from its decoded value, which is never empty.
    ///
    /// # Errors
    ///
    /// [`FieldError`] names the field and the rule that the value breaks.
    fn read(text: &str) -> Result<Self, FieldError>;
}

/// The error for an invalid value of a field: the field, and the rule that the value breaks.
///
/// It does not contain the value, which may be personal or secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid {field}: {reason}")]
pub struct FieldError {
    field: &'static str,
    reason: Cow<'static, str>,
}

impl FieldError {
    /// Makes the error for a value of `field`: `FieldError::new("till", "it is too long")`.
    pub fn new(field: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            field,
            reason: reason.into(),
        }
    }

    /// The field's name as words: `invoice number`.
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

/// The writer to which a [`RequestField`] writes its value.
///
/// `Debug` does not show the form, because the earlier fields in it may be secret.
pub struct FormValue<'a> {
    form: &'a mut String,
    /// The length of the form before the value.
    start: usize,
    /// Whether a `Display` implementation has failed. The value then stays empty.
    has_failed: bool,
}

impl<'a> FormValue<'a> {
    pub(crate) fn new(form: &'a mut String) -> Self {
        let start = form.len();
        Self {
            form,
            start,
            has_failed: false,
        }
    }

    /// Adds `text` to the value, form-encoded.
    pub fn push_str(&mut self, text: &str) {
        if !self.has_failed {
            encode::append(text, self.form);
        }
    }

    /// Adds the `Display` output of `value`, form-encoded.
    ///
    /// If the `Display` implementation returns an error, the field's whole value is sent empty. A
    /// part of it could be another value: `1` of `12.50`.
    pub fn display(&mut self, value: impl fmt::Display) {
        if fmt::Write::write_fmt(self, format_args!("{value}")).is_err() {
            self.form.truncate(self.start);
            self.has_failed = true;
        }
    }
}

impl fmt::Debug for FormValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormValue([redacted])")
    }
}

impl fmt::Write for FormValue<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push_str(text);
        Ok(())
    }
}

/// Implements `RequestField` for a type of IP addresses, with an example.
macro_rules! address_field {
    ($(#[$doc:meta])* $address:ty, $example:literal) => {
        $(#[$doc])*
        impl RequestField for $address {
            const HIDDEN: bool = true;
            const KIND: FieldKind = FieldKind::IpAddress;
            const EXAMPLE: &'static str = $example;

            fn check(text: &str) -> Result<(), FieldError> {
                check_address::<Self>(text)
            }

            fn write(&self, value: &mut FormValue<'_>) {
                value.display(self);
            }
        }
    };
}

address_field! {
    /// The payer's IP address (documentation: `customer_ip`, optional).
    IpAddr, "203.0.113.7"
}
address_field!(Ipv4Addr, "203.0.113.7");
address_field!(Ipv6Addr, "2001:db8::7");

fn check_address<A: FromStr>(text: &str) -> Result<(), FieldError> {
    let address = text.parse::<A>();
    address
        .map(drop)
        .map_err(|_| FieldError::new("IP address", "it is not an IP address"))
}

/// If a callback names a currency, it must be the gateway's.
#[diagnostic::do_not_recommend]
impl<C: Currency> CallbackField for C {
    const KIND: FieldKind = FieldKind::Currency;
    const EXAMPLE: &'static str = C::CODE;

    fn read(text: &str) -> Result<Self, FieldError> {
        if text == C::CODE {
            Ok(C::default())
        } else {
            Err(FieldError::new("currency", format!("expected {}", C::CODE)))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::FormValue;

    #[test]
    fn t27_debug_does_not_show_what_was_written() {
        let mut form = "code=123456&branch=".to_owned();
        let mut value = FormValue::new(&mut form);
        value.push_str("canary");
        assert_eq!(format!("{value:?}"), "FormValue([redacted])");
        assert_eq!(form, "code=123456&branch=canary");
    }

    #[test]
    fn a_value_whose_display_fails_is_empty() {
        struct Broken;

        impl fmt::Display for Broken {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("1")?;
                Err(fmt::Error)
            }
        }

        let mut form = "code=123456&branch=".to_owned();
        let mut value = FormValue::new(&mut form);
        value.push_str("7");
        value.display(Broken);
        value.push_str("2.50");
        assert_eq!(form, "code=123456&branch=");
    }
}
