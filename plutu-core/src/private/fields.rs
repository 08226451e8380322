//! What the attribute's expansion does with a field's type. It names nothing else of the type, so
//! that rustc reports a type which is not a field once.

use super::spec::ValueSpec;
use crate::callback::CallbackError;
use crate::callback::fields::SignedFields;
use crate::field::CallbackField;
use crate::field::RequestField;
use crate::form::Form;
use crate::keys::Field;

/// A field that is sent.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a field of a request",
    label = "this type is not a field of a request",
    note = "use a type of `plutu_core::field`, for example `PlainText`; or wrap the value in a type of your own, \
            `struct Branch({Self})`, and implement `plutu_core::field::RequestField` for it"
)]
pub trait SentField: Sized {
    /// The type's part of a description.
    const VALUE: ValueSpec;

    /// Adds a required field to a form.
    fn push(&self, name: &str, form: &mut Form);

    /// Adds an optional field to a form.
    fn push_optional(field: &Option<Self>, name: &str, form: &mut Form);
}

#[diagnostic::do_not_recommend]
impl<T: RequestField> SentField for T {
    const VALUE: ValueSpec = ValueSpec {
        is_hidden: T::HIDDEN,
        kind: T::KIND,
        example: T::EXAMPLE,
        check: T::check,
    };

    fn push(&self, name: &str, form: &mut Form) {
        form.push(name, self);
    }

    fn push_optional(field: &Option<Self>, name: &str, form: &mut Form) {
        form.push_if_some(name, field);
    }
}

/// A field that is read from what was signed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a callback",
    label = "this type is not a field of a callback",
    note = "use a type of `plutu_core::field`, for example `PlainText`; or wrap the value in a type of your own, \
            `struct Till({Self})`, and implement `plutu_core::field::CallbackField` for it"
)]
pub trait ReadField: Sized {
    /// The type's part of a description.
    const VALUE: ValueSpec;

    /// Reads a required field.
    ///
    /// # Errors
    ///
    /// The field is missing, or its value is not valid.
    fn required(fields: &SignedFields<'_>, field: Field) -> Result<Self, CallbackError>;

    /// Reads an optional field.
    ///
    /// # Errors
    ///
    /// The field's value is not valid.
    fn optional(fields: &SignedFields<'_>, field: Field) -> Result<Option<Self>, CallbackError>;
}

#[diagnostic::do_not_recommend]
impl<T: CallbackField> ReadField for T {
    const VALUE: ValueSpec = ValueSpec {
        is_hidden: false,
        kind: T::KIND,
        example: T::EXAMPLE,
        check: |text| T::read(text).map(drop),
    };

    #[inline]
    fn required(fields: &SignedFields<'_>, field: Field) -> Result<Self, CallbackError> {
        fields.required(field)
    }

    #[inline]
    fn optional(fields: &SignedFields<'_>, field: Field) -> Result<Option<Self>, CallbackError> {
        fields.optional(field)
    }
}
