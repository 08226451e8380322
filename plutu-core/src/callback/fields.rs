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
use crate::field::InvalidField;

/// The signed fields of a callback whose signature matched.
pub struct CallbackFields<'a> {
    parameters: &'a Parameters<'a>,
    keys: &'a Keys,
    matched: Match,
}

impl<'a> CallbackFields<'a> {
    pub(super) fn new(parameters: &'a Parameters<'a>, keys: &'a Keys, matched: Match) -> Self {
        Self {
            parameters,
            keys,
            matched,
        }
    }

    /// Reads a declared field that must be there. Without text it counts as missing.
    ///
    /// # Errors
    ///
    /// The field is missing, or its value is not one.
    pub fn required<T: CallbackField>(&self, key: &'static str) -> Result<T, CallbackError> {
        self.optional(key)?
            .ok_or(CallbackError::MissingField { key })
    }

    /// Reads a declared field that may be missing. Without text it counts as missing.
    ///
    /// # Errors
    ///
    /// The field's value is not one.
    pub fn optional<T: CallbackField>(
        &self,
        key: &'static str,
    ) -> Result<Option<T>, CallbackError> {
        match self.keys.declared(key) {
            Some(slot) => self.read(slot, key, T::read),
            None => Ok(None),
        }
    }

    pub(super) fn matched_key(&self) -> MatchedKey {
        self.matched.key
    }

    pub(super) fn check_gateway(&self, expected: &'static str) -> Result<(), CallbackError> {
        let is_expected = |name: &str| Ok(name == expected);
        match self.read(Slot::GATEWAY, "gateway", is_expected)? {
            Some(true) => Ok(()),
            Some(false) => Err(CallbackError::WrongGateway { expected }),
            None => Err(CallbackError::MissingField { key: "gateway" }),
        }
    }

    /// A return page carries no gateway; a callback does, and must not pass for a return.
    pub(super) fn check_no_gateway(&self) -> Result<(), CallbackError> {
        match self.parameters.value(Slot::GATEWAY) {
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

    fn flag(&self, slot: Slot) -> Result<bool, CallbackError> {
        let flag = self.read(slot, self.keys.name(slot), |text| match text {
            "1" => Ok(true),
            "0" => Ok(false),
            _ => Err(InvalidField::new("flag", "it is neither 1 nor 0")),
        })?;
        Ok(flag.unwrap_or(false))
    }

    /// Reads the value that was signed under a key, unless it is empty.
    fn read<T>(
        &self,
        slot: Slot,
        key: &'static str,
        read: impl FnOnce(&str) -> Result<T, InvalidField>,
    ) -> Result<Option<T>, CallbackError> {
        let bad_value = |reason| CallbackError::BadValue { key, reason };
        let Some(value) = self.parameters.value(slot) else {
            return Ok(None);
        };
        let text = std::str::from_utf8(value)
            .map_err(|_| bad_value(InvalidField::new("value", "it is not UTF-8")))?;
        if text.is_empty() {
            return Ok(None);
        }
        read(text).map(Some).map_err(bad_value)
    }
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
