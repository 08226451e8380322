//! What the attribute's expansion names, and what plutu-sandbox and plutu-contract share. Nothing
//! here is for use by hand, and any of it may change.

pub mod spec;

use crate::amount::Amount;
use crate::form::Form;
use crate::gateway::Gateway;
use crate::request::Request;

pub use core::fmt;
pub use core::option::Option;
pub use core::primitive::bool;
pub use core::result::Result;
pub use core::result::Result::Ok;

pub use crate::callback::fields::SignedFields;
pub use crate::callback::signed_callback::DeclaredCallback;
pub use crate::callback::signed_callback::SettlementId;
pub use crate::callback::signed_callback::Verified;
pub use crate::callback::signed_return::DeclaredReturn;
pub use crate::callback::signed_return::VerifiedReturn;
pub use crate::field::InvoiceNo;
pub use crate::field::RequestField;
pub use crate::keys::BrowserKeys;
pub use crate::keys::CallbackKeys;
pub use crate::keys::Field;
pub use crate::keys::ReturnKeys;
pub use crate::printable::forges;
pub use crate::printable::printable;
pub use crate::settlement::Mismatch;

use crate::settlement::compare_amounts as compare;

/// A required field of a builder that is not set yet.
#[derive(Clone, Copy, Debug)]
pub struct Unset;

/// A required field of a builder that is set, and its value.
#[derive(Clone, Debug)]
pub struct Set<T>(pub T);

/// Gives a set field's value.
pub trait Take<T> {
    /// The value.
    fn take(self) -> T;
}

impl<T> Take<T> for Set<T> {
    fn take(self) -> T {
        self.0
    }
}

/// Turns what a reply's accessor returns, a value or a reference to one, into a field of a request.
pub trait ToField<T> {
    /// The field's value.
    fn to_field(self) -> T;
}

impl<T> ToField<T> for T {
    fn to_field(self) -> T {
        self
    }
}

impl<T: Clone> ToField<T> for &T {
    fn to_field(self) -> T {
        self.clone()
    }
}

/// An amount in the currency `C`, which a charge must have.
#[diagnostic::on_unimplemented(
    message = "expected the gateway's `Amount`, found `{Self}`",
    label = "expected `Amount`",
    note = "a charge has `pub amount: Amount`, required and in the gateway's currency, and so has the request \
            that a `Challenge` replies to"
)]
pub trait IsAmount<C> {
    /// The amount.
    fn amount(&self) -> Amount<C>;
}

impl<C> IsAmount<C> for Amount<C> {
    fn amount(&self) -> Amount<C> {
        *self
    }
}

/// An invoice number, which a charge must have.
#[diagnostic::on_unimplemented(
    message = "expected `InvoiceNo`, found `{Self}`",
    label = "expected `InvoiceNo`",
    note = "a charge has `pub invoice_no: InvoiceNo`, required"
)]
pub trait IsInvoiceNo {
    /// The invoice number.
    fn invoice_no(&self) -> &InvoiceNo;
}

impl IsInvoiceNo for InvoiceNo {
    fn invoice_no(&self) -> &InvoiceNo {
        self
    }
}

/// Compares the order's amount with that of the first step.
pub fn compare_amounts<C: crate::Currency>(
    expected: Amount<C>,
    found: Amount<C>,
) -> Result<(), Mismatch> {
    compare(expected, found)
}

/// Writes the `Debug` of a request, with the names that its description has.
///
/// The form is asked for the values, so that the attribute names each field once.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug<R: Request>(request: &R, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut form = Form::for_debug(f.alternate());
    request.write_form(&mut form);
    match R::Gateway::SPEC.request(R::ACTION) {
        Some(spec) => form.debug(spec, f),
        None => f.write_str(R::ACTION),
    }
}
