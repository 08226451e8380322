//! What the attribute's expansion names. Nothing here is for use by hand.

pub use core::fmt;
pub use core::option::Option;
pub use core::result::Result;
pub use core::result::Result::Ok;

pub use crate::callback::CallbackFields;
pub use crate::callback::Keys;
pub use crate::callback::SettlementKeys;
pub use crate::callback::Verified;
pub use crate::request::Form;

/// The state of a builder's field that is not set yet.
#[derive(Debug)]
pub struct Unset;

/// The state of a builder's field that is set.
#[derive(Debug)]
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
