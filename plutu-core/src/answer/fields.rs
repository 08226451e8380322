//! The fields of a successful answer. Each is read as a string, whether Plutu sent a number or a
//! string.

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
/// Plutu sends `process_id`, `transaction_id` and `amount` sometimes as numbers and sometimes as
/// strings. Both are read as a string, with exactly the digits of the answer.
pub struct ReplyFields<'a> {
    whole: &'a RawValue,
    object: Object<'a>,
}

impl<'a> ReplyFields<'a> {
    /// Reads the object. `None` if the value is not an object, or if a key occurs twice.
    pub(crate) fn read(whole: &'a RawValue) -> Option<Self> {
        Some(Self {
            whole,
            object: Object::parse(whole.get().as_bytes())?,
        })
    }

    /// Returns the value of a field that must be present.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the field is missing, null, or neither a string nor a number.
    pub fn required(&self, name: &'static str) -> Result<Cow<'a, str>, FieldError> {
        self.optional(name)?
            .ok_or_else(|| FieldError::new(name, "it is missing"))
    }

    /// Returns the value of a field that may be missing or null.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the field is present and neither a string nor a number.
    pub fn optional(&self, name: &'static str) -> Result<Option<Cow<'a, str>>, FieldError> {
        let Some(value) = self.object.get(name) else {
            return Ok(None);
        };
        json::scalar(value)
            .map(Some)
            .ok_or_else(|| FieldError::new(name, "it is neither a string nor a number"))
    }

    /// Returns an amount that may be missing or null. Plutu sends it as a number or as a string.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the field is present and not an amount.
    pub fn amount<C>(&self, name: &'static str) -> Result<Option<Amount<C>>, FieldError> {
        Ok(self.optional(name)?.map(|text| text.parse()).transpose()?)
    }

    /// Deserializes the whole object into a type of your own.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the object does not fit the type. The error does not repeat the answer.
    pub fn deserialize<T: DeserializeOwned>(&self) -> Result<T, FieldError> {
        serde_json::from_str(self.whole.get())
            .map_err(|_| FieldError::new("result", "it does not have the expected fields"))
    }
}

impl ReplyFields<'_> {
    /// Checks that the result does not report a failure.
    pub(crate) fn check_success(&self) -> Result<(), FieldError> {
        match refusal(&self.object) {
            Some(field) => Err(FieldError::new(field, "it reports that the request failed")),
            None => Ok(()),
        }
    }

    /// Checks that a field is absent or has the request's value.
    pub(crate) fn check_same(&self, name: &'static str, expected: &str) -> Result<(), FieldError> {
        match self.optional(name)? {
            Some(value) if value != expected => {
                Err(FieldError::new(name, "it differs from the request's value"))
            }
            _ => Ok(()),
        }
    }

    /// Checks that a field of another endpoint's answer is absent.
    pub(crate) fn check_absent(&self, name: &'static str) -> Result<(), FieldError> {
        match self.object.get(name) {
            Some(_) => Err(FieldError::new(
                name,
                "it belongs to the answer of another endpoint",
            )),
            None => Ok(()),
        }
    }
}

/// Finds a field that reports a failure, in an answer that otherwise looks like a success: for
/// example, a status other than 200, a `success` that is not true, or an `error` that is not false.
///
/// The documentation names no such field for a success. So a key matches if it contains one of
/// these names, and any value other than a clear yes (or a clear no) is a failure. The answer is
/// then not understood, and the outcome is unknown.
pub(super) fn refusal(object: &Object<'_>) -> Option<&'static str> {
    let mut fields = object.iter().filter(|(_, value)| value.get() != "null");
    fields.find_map(|(key, value)| {
        let key = key.to_ascii_lowercase();
        denied(&key, value.get()).or_else(|| reported(&key, value.get()))
    })
}

/// Returns the name that a key contains, if the field is not a clear yes. Only `success` and
/// `is_success` can be a yes: `unsuccessful` contains the same name and says the opposite.
fn denied(key: &str, value: &str) -> Option<&'static str> {
    const NAMES: [&str; 2] = ["approved", "success"];
    const YES: &[&str] = &["true", "1", r#""1""#, r#""true""#];
    let name = NAMES.into_iter().find(|name| key.contains(name))?;
    let is_yes = key.strip_prefix("is_").unwrap_or(key) == name && YES.contains(&value);
    (!is_yes).then_some(name)
}

/// Returns the name of a failure that a key contains, if the field's value is not a clear no; or
/// the name of a status that is not 200.
fn reported(key: &str, value: &str) -> Option<&'static str> {
    const OK: &[&str] = &["200", r#""200""#];
    const NO: &[&str] = &["false", "0", r#""0""#, r#""false""#, r#""""#, "[]", "{}"];
    const EXPECTED: [(&str, &[&str]); 13] = [
        ("status", OK),
        ("state", OK),
        ("cancel", NO),
        ("declin", NO),
        ("error", NO),
        ("expired", NO),
        ("fail", NO),
        ("invalid", NO),
        ("pending", NO),
        ("refund", NO),
        ("reject", NO),
        ("revers", NO),
        ("void", NO),
    ];
    let (name, expected) = EXPECTED.iter().find(|(part, _)| key.contains(part))?;
    (!expected.contains(&value)).then_some(*name)
}

impl fmt::Debug for ReplyFields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReplyFields([{} bytes])", self.whole.get().len())
    }
}
