//! An amount of money in the currency of a gateway.

use plutu_core::Amount;
use plutu_core::Currency;
use plutu_core::FieldError;
use plutu_core::field::RequestField;
use serde_json::value::RawValue;

/// An amount that the sandbox stores and repeats. It never calculates with it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Money {
    /// Always with two decimals, as in the genuine vectors.
    pub(crate) amount: String,
    pub(crate) currency: &'static str,
    hundredths: u64,
}

impl Money {
    /// Reads an amount in the currency of this code.
    pub(crate) fn read(text: &str, currency: &'static str) -> Result<Self, FieldError> {
        <Amount<AnyCurrency> as RequestField>::check(text)?;
        let amount: Amount<AnyCurrency> = text.parse()?;
        Ok(Self {
            amount: amount.to_string(),
            currency,
            hundredths: amount.hundredths(),
        })
    }

    /// The amount as a JSON number in PHP's format: `12.5`, and `5` for `5.00`.
    pub(crate) fn number(&self) -> Box<RawValue> {
        let number = self.amount.trim_end_matches('0').trim_end_matches('.');
        // An amount is above zero and consists of digits, so this is a number.
        RawValue::from_string(number.to_owned()).unwrap_or_else(|_| RawValue::NULL.to_owned())
    }

    /// Whether it is more than this many units of its currency.
    pub(crate) fn exceeds(&self, units: u32) -> bool {
        self.hundredths > u64::from(units).saturating_mul(100)
    }
}

/// Stands for the currency while an amount is parsed. The gateway's description names the real one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct AnyCurrency;

impl Currency for AnyCurrency {
    const CODE: &'static str = "";
}
