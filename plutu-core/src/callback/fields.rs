//! Rule 4: reads the values of parameters whose signature has matched.
//!
//! An empty value is treated as missing.

use std::fmt;

use crate::callback::error::CallbackError;
use crate::callback::parameters::Parameters;
use crate::callback::signature::Match;
use crate::callback::signature::MatchedKey;
use crate::field::CallbackField;
use crate::field::FieldError;
use crate::keys::Field;
use crate::keys::Keys;
use crate::keys::Slot;

/// The signed fields of a callback or return page whose signature has matched.
pub struct SignedFields<'a> {
    parameters: &'a Parameters<'a>,
    keys: &'a Keys,
    matched: Match,
}

impl<'a> SignedFields<'a> {
    pub(super) fn new(parameters: &'a Parameters<'a>, keys: &'a Keys, matched: Match) -> Self {
        Self {
            parameters,
            keys,
            matched,
        }
    }

    /// Reads a declared field that must be present.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] if the field is missing or invalid.
    #[inline]
    pub fn required<T: CallbackField>(&self, field: Field) -> Result<T, CallbackError> {
        self.optional(field)?.ok_or_else(|| self.missing(field))
    }

    /// Reads a declared field that may be missing.
    ///
    /// # Errors
    ///
    /// [`CallbackError`] if the field's value is invalid.
    #[inline]
    pub fn optional<T: CallbackField>(&self, field: Field) -> Result<Option<T>, CallbackError> {
        self.optional_with(field, T::read)
    }

    /// Like [`optional`](Self::optional), with a function that reads the value.
    #[inline]
    pub(super) fn optional_with<T>(
        &self,
        field: Field,
        read: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Result<Option<T>, CallbackError> {
        let slot = Slot::Declared(field);
        let Some(value) = self.value(slot).filter(|value| !value.is_empty()) else {
            return Ok(None);
        };
        let text = str::from_utf8(value).map_err(|_| self.not_utf8(slot))?;
        read(text)
            .map(Some)
            .map_err(|reason| self.bad_value(slot, reason))
    }

    /// Makes the error for a missing declared field.
    pub(super) fn missing(&self, field: Field) -> CallbackError {
        CallbackError::MissingField {
            key: self.keys.name(Slot::Declared(field)),
        }
    }

    pub(super) fn matched_key(&self) -> MatchedKey {
        self.matched.key
    }

    /// Checks the gateway's name, which every callback signs.
    pub(super) fn check_gateway(&self, expected: &'static str) -> Result<(), CallbackError> {
        match self.value(Slot::Gateway) {
            None | Some(b"") => Err(CallbackError::MissingField { key: "gateway" }),
            Some(name) if name == expected.as_bytes() => Ok(()),
            Some(name) if str::from_utf8(name).is_ok() => {
                Err(CallbackError::WrongGateway { expected })
            }
            Some(_) => Err(self.not_utf8(Slot::Gateway)),
        }
    }

    /// Checks that there is no gateway, signed or not: a callback must not pass as a return page.
    pub(super) fn check_no_gateway(&self) -> Result<(), CallbackError> {
        match self.parameters.value(Slot::Gateway) {
            Some(_) => Err(CallbackError::CarriesGateway),
            None => Ok(()),
        }
    }

    /// Checks that a signed currency is the gateway's, whether the type declares it or not.
    pub(super) fn check_currency(&self, expected: &'static str) -> Result<(), CallbackError> {
        let key = "currency";
        let mut signed = self.parameters.in_slots(|slot| self.is_signed(slot));
        match signed.find(|(name, _)| *name == key.as_bytes()) {
            Some((_, value)) if !value.is_empty() && value != expected.as_bytes() => {
                let reason = FieldError::new(key, format!("it is not {expected}"));
                Err(CallbackError::BadValue { key, reason })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn outcome(&self) -> Result<Outcome, CallbackError> {
        match (self.approved()?, self.flag(Slot::Canceled)?) {
            (true, true) => Err(CallbackError::Contradictory),
            (true, false) => Ok(Outcome::Approved),
            (false, true) if self.keys.has_canceled() => Ok(Outcome::Canceled),
            (false, _) => Ok(Outcome::Undecided),
        }
    }

    pub(super) fn approved(&self) -> Result<bool, CallbackError> {
        self.flag(Slot::Approved)
    }

    fn flag(&self, slot: Slot) -> Result<bool, CallbackError> {
        match self.value(slot) {
            Some(b"1") => Ok(true),
            None | Some(b"" | b"0") => Ok(false),
            Some(_) => {
                let reason = FieldError::new("flag", "it is neither 1 nor 0");
                Err(self.bad_value(slot, reason))
            }
        }
    }

    /// Returns the value of a key if the signature covers it. The gateway, the flags and the
    /// declared fields are read only through this method.
    fn value(&self, slot: Slot) -> Option<&'a [u8]> {
        let value = self.parameters.value(slot);
        value.filter(|_| self.is_signed(slot))
    }

    fn is_signed(&self, slot: Slot) -> bool {
        self.matched.coverage.includes(slot, self.keys)
    }

    fn not_utf8(&self, slot: Slot) -> CallbackError {
        self.bad_value(slot, FieldError::new("value", "it is not UTF-8"))
    }

    fn bad_value(&self, slot: Slot, reason: FieldError) -> CallbackError {
        CallbackError::BadValue {
            key: self.keys.name(slot),
            reason,
        }
    }
}

impl fmt::Debug for SignedFields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignedFields([redacted])")
    }
}

/// The meaning of the flags. It is hidden until the callback has been compared with the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Approved,
    Canceled,
    Undecided,
}
