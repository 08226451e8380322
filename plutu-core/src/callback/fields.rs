//! The values of parameters whose signature matched: read from the bytes that were signed.

use std::fmt;

use crate::callback::error::CallbackError;
use crate::callback::keys::Keys;
use crate::callback::keys::Slot;
use crate::callback::parameters::Parameters;
use crate::callback::signature::Match;
use crate::callback::signature::MatchedKey;
use crate::callback::signature::Rule;
use crate::field::CallbackField;
use crate::field::FieldError;

/// The signed fields of a callback whose signature matched.
pub struct CallbackFields<'a> {
    text: &'a [u8],
    /// The text, if all of it is UTF-8: checked once, it costs less than value by value.
    utf8: &'a str,
    parameters: &'a Parameters,
    keys: &'a Keys,
    matched: Match,
}

impl<'a> CallbackFields<'a> {
    pub(super) fn new(
        text: &'a [u8],
        parameters: &'a Parameters,
        keys: &'a Keys,
        matched: Match,
    ) -> Self {
        Self {
            text,
            utf8: str::from_utf8(text).unwrap_or_default(),
            parameters,
            keys,
            matched,
        }
    }

    /// Reads a declared field that must be there, by its place in the declaration. Without text it counts
    /// as missing.
    ///
    /// # Errors
    ///
    /// The field is missing, or its value is not one.
    #[inline]
    pub fn required<T: CallbackField>(&self, field: usize) -> Result<T, CallbackError> {
        self.optional(field)?
            .ok_or_else(|| self.missing(Slot::declared(field)))
    }

    /// Reads a declared field that may be missing, by its place in the declaration. Without text it counts
    /// as missing.
    ///
    /// # Errors
    ///
    /// The field's value is not one.
    #[inline]
    pub fn optional<T: CallbackField>(&self, field: usize) -> Result<Option<T>, CallbackError> {
        self.read(Slot::declared(field), T::read)
    }

    pub(super) fn missing(&self, slot: Slot) -> CallbackError {
        CallbackError::MissingField {
            key: self.keys.name(slot),
        }
    }

    pub(super) fn matched_key(&self) -> MatchedKey {
        self.matched.key
    }

    pub(super) fn check_gateway(&self, expected: &'static str) -> Result<(), CallbackError> {
        match self.value(Slot::GATEWAY) {
            Some(name) if name == expected.as_bytes() => Ok(()),
            None | Some(b"") => Err(self.missing(Slot::GATEWAY)),
            Some(name) if str::from_utf8(name).is_ok() => {
                Err(CallbackError::WrongGateway { expected })
            }
            Some(_) => Err(self.bad_value(Slot::GATEWAY, not_utf8())),
        }
    }

    /// A return page carries no gateway; a callback does, and must not pass for a return.
    pub(super) fn check_no_gateway(&self) -> Result<(), CallbackError> {
        match self.value(Slot::GATEWAY) {
            Some(_) => Err(CallbackError::CarriesGateway),
            None => Ok(()),
        }
    }

    pub(super) fn outcome(&self) -> Result<Outcome, CallbackError> {
        match (self.approved()?, self.canceled()?) {
            (true, true) => Err(CallbackError::Contradictory),
            (true, false) => Ok(Outcome::Approved),
            (false, true) if self.keys.has_canceled() => Ok(Outcome::Canceled),
            (false, _) => Ok(Outcome::Undecided),
        }
    }

    pub(super) fn approved(&self) -> Result<bool, CallbackError> {
        self.flag(Slot::APPROVED)
    }

    /// Where `canceled` is no flag of the gateway's, it counts only if the signature covered it.
    fn canceled(&self) -> Result<bool, CallbackError> {
        let is_covered = self.keys.has_canceled() || self.matched.rule == Rule::Everything;
        if is_covered {
            self.flag(Slot::CANCELED)
        } else {
            Ok(false)
        }
    }

    #[inline]
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

    fn bad_value(&self, slot: Slot, reason: FieldError) -> CallbackError {
        CallbackError::BadValue {
            key: self.keys.name(slot),
            reason,
        }
    }

    #[inline]
    fn value(&self, slot: Slot) -> Option<&'a [u8]> {
        self.text.get(self.parameters.value(slot)?)
    }

    /// Reads the value that was signed under a key, unless it is empty.
    #[inline]
    fn read<T>(
        &self,
        slot: Slot,
        read: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Result<Option<T>, CallbackError> {
        let Some(value) = self.parameters.value(slot) else {
            return Ok(None);
        };
        if value.is_empty() {
            return Ok(None);
        }
        let bytes = self.text.get(value.clone()).unwrap_or_default();
        let text = self
            .utf8
            .get(value)
            .map_or_else(|| str::from_utf8(bytes), Ok)
            .map_err(|_| self.bad_value(slot, not_utf8()))?;
        read(text)
            .map(Some)
            .map_err(|reason| self.bad_value(slot, reason))
    }
}

fn not_utf8() -> FieldError {
    FieldError::new("value", "it is not UTF-8")
}

impl fmt::Debug for CallbackFields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "CallbackFields([{} parameters])",
            self.parameters.iter().count()
        )
    }
}

/// What the flags say. It is not shown before the order was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Approved,
    Canceled,
    Undecided,
}
