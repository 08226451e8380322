//! What the attribute's expansion names. Nothing here is for use by hand.

use core::any::Any;

pub use core::fmt;
pub use core::option::Option;
pub use core::primitive::bool;
pub use core::result::Result;
pub use core::result::Result::Ok;

pub use crate::builder::Set;
pub use crate::builder::Unset;
pub use crate::callback::CallbackFields;
pub use crate::callback::Keys;
pub use crate::callback::SettlementFields;
pub use crate::callback::Verified;
pub use crate::callback::VerifiedReturn;

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

/// A field as the type `T`, if it is one, or an `Option` that holds one.
pub fn field_as<T: 'static>(field: &dyn Any) -> Option<&T> {
    let optional = || field.downcast_ref::<Option<T>>().and_then(Option::as_ref);
    field.downcast_ref::<T>().or_else(optional)
}
