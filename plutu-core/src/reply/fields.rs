//! The fields of a successful answer, each a text, whether Plutu wrote a number or a string.

use std::borrow::Cow;
use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::amount::Amount;
use crate::field::FieldError;
use crate::json;
use crate::json::Object;

/// The `result` object of a successful answer.
///
/// Plutu writes `process_id`, `transaction_id` and `amount` sometimes as numbers and sometimes as
/// strings; both are read as text, digit by digit as they stand in the answer.
pub struct ReplyFields<'a> {
    whole: &'a RawValue,
    object: Object<'a>,
}

impl<'a> ReplyFields<'a> {
    /// Reads the object; `None` if the value is none, or has a key twice.
    pub(crate) fn read(whole: &'a RawValue) -> Option<Self> {
        Some(Self {
            whole,
            object: Object::parse(whole.get().as_bytes())?,
        })
    }

    /// The text of a field that must be there.
    ///
    /// # Errors
    ///
    /// The field is missing, null, or neither a string nor a number.
    pub fn required(&self, name: &'static str) -> Result<Cow<'a, str>, FieldError> {
        self.optional(name)?
            .ok_or_else(|| FieldError::new(name, "it is missing"))
    }

    /// The text of a field that may be missing or null.
    ///
    /// # Errors
    ///
    /// The field is there and neither a string nor a number.
    pub fn optional(&self, name: &'static str) -> Result<Option<Cow<'a, str>>, FieldError> {
        let Some(value) = self.object.get(name) else {
            return Ok(None);
        };
        json::scalar(value)
            .map(Some)
            .ok_or_else(|| FieldError::new(name, "it is neither text nor a number"))
    }

    /// An amount that may be missing or null. Plutu writes it as a number or as text.
    ///
    /// # Errors
    ///
    /// The field is there and is no amount.
    pub fn amount<C>(&self, name: &'static str) -> Result<Option<Amount<C>>, FieldError> {
        Ok(self.optional(name)?.map(|text| text.parse()).transpose()?)
    }

    /// The whole object as a type of the caller's own.
    ///
    /// # Errors
    ///
    /// The object does not fit the type. The error does not repeat the answer.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, FieldError> {
        serde_json::from_str(self.whole.get())
            .map_err(|_| FieldError::new("result", "it does not have the expected fields"))
    }
}

impl fmt::Debug for ReplyFields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReplyFields([{} bytes])", self.whole.get().len())
    }
}
