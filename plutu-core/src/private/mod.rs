//! Items for the code that the attribute generates, and for plutu-sandbox and plutu-contract. Do
//! not use them by hand: any of them may change.

pub mod spec;

use crate::amount::Amount;
use crate::form::Form;
use crate::gateway::Gateway;
use crate::request::Charge;
use crate::request::Reply;
use crate::request::Request;
use crate::spec::ReplyKind;

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

/// Returns the value of a set field.
pub trait Take<T> {
    /// The value.
    fn take(self) -> T;
}

impl<T> Take<T> for Set<T> {
    fn take(self) -> T {
        self.0
    }
}

/// Converts the result of a reply's accessor into a field of a request. The accessor returns a
/// value or a reference to one.
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

/// An amount in the currency `C`, which a charge and a callback must have.
#[diagnostic::on_unimplemented(
    message = "expected the gateway's `Amount`, found `{Self}`",
    label = "expected `Amount`",
    note = "a charge, a callback, and a request whose reply is a `Challenge`, must have the \
            required field `pub amount: Amount`, in the gateway's currency: it is compared with \
            the order's amount"
)]
pub trait IsAmount<C> {
    /// The amount.
    fn amount(&self) -> Amount<C>;

    /// The verified amount of a callback as its declared field.
    fn verified(amount: &Amount<C>) -> &Self;
}

impl<C> IsAmount<C> for Amount<C> {
    fn amount(&self) -> Amount<C> {
        *self
    }

    fn verified(amount: &Amount<C>) -> &Self {
        amount
    }
}

/// An invoice number, which a charge and a callback must have.
#[diagnostic::on_unimplemented(
    message = "expected `InvoiceNo`, found `{Self}`",
    label = "expected `InvoiceNo`",
    note = "a charge and a callback must have the required field `pub invoice_no: InvoiceNo`: it \
            is compared with the order's invoice number"
)]
pub trait IsInvoiceNo {
    /// The invoice number.
    fn invoice_no(&self) -> &InvoiceNo;

    /// The verified invoice number of a callback as its declared field.
    fn verified(invoice_no: &InvoiceNo) -> &Self;
}

impl IsInvoiceNo for InvoiceNo {
    fn invoice_no(&self) -> &InvoiceNo {
        self
    }

    fn verified(invoice_no: &InvoiceNo) -> &Self {
        invoice_no
    }
}

/// Checks that the reply to a charge is not one that Plutu sends before any money has moved.
///
/// # Panics
///
/// If the reply only opens or continues a payment. The panic is an error of the compiler.
#[track_caller]
pub const fn check_reply<R: Charge>() {
    let kind = <R::Reply as Reply<R>>::KIND;
    assert!(
        !matches!(kind, ReplyKind::Redirect),
        "a `Redirect` only opens a page, and moves no money: remove `moves_money`"
    );
    assert!(
        !matches!(kind, ReplyKind::Challenge),
        "a `Challenge` waits for the payer, and moves no money: remove `moves_money`"
    );
}

/// Compares the order's amount with the amount of the first step.
pub fn compare_amounts<C: crate::Currency>(
    expected: Amount<C>,
    found: Amount<C>,
) -> Result<(), Mismatch> {
    compare(expected, found)
}

/// A field of a callback or a return page in `Debug`: `[redacted]` if the value is personal or
/// secret. It takes the value and the description of its type.
pub struct Shown<'a, T>(pub &'a T, pub &'static spec::ValueSpec);

impl<T: fmt::Debug> fmt::Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.1.is_hidden {
            f.write_str("[redacted]")
        } else {
            self.0.fmt(f)
        }
    }
}

/// Writes the `Debug` output of the request with the given name, with the fields' names from its
/// description. The description is found by the request's name, because two requests under `#[cfg]`
/// can have the same action.
///
/// The values come from the request's form, so that the generated code names each field only once.
///
/// # Errors
///
/// The errors of the formatter.
pub fn debug<R: Request>(request: &R, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut form = Form::for_debug(f.alternate());
    request.write_form(&mut form);
    let mut requests = R::Gateway::SPEC.requests.iter();
    match requests.find(|spec| spec.name == name) {
        Some(spec) => form.debug(spec, f),
        None => f.write_str(name),
    }
}
