//! Exact amounts of money: parsed once, written to the wire, compared with the order.

use std::cmp::Ordering;
use std::fmt;
use std::hash::Hash;
use std::hash::Hasher;
use std::marker::PhantomData;
use std::num::NonZeroU64;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::currency::Currency;
use crate::field::CallbackField;
use crate::field::FieldError;
use crate::field::FormValue;
use crate::field::RequestField;

/// An amount of money in the currency `C`: exact, above zero, with at most two decimals.
///
/// Two decimals is Plutu's rule ("XXX, XX.X, XX.XX" in the documentation), for dinars too. Never a
/// float: it holds whole hundredths and shows them as `12.50`.
///
/// ```
/// use plutu_core::Amount;
/// use plutu_core::currency::USD;
///
/// let price: Amount<USD> = "12.5".parse()?;
/// assert_eq!(price.to_string(), "12.50");
/// assert_eq!(price.minor(), 1250);
/// # Ok::<(), plutu_core::ParseAmountError>(())
/// ```
pub struct Amount<C> {
    minor: NonZeroU64,
    currency: PhantomData<fn() -> C>,
}

impl<C> Amount<C> {
    /// Makes an amount from hundredths of the currency's unit: 1250 is `12.50`. `None` for zero.
    ///
    /// ```
    /// use plutu_core::Amount;
    /// use plutu_core::currency::LYD;
    ///
    /// const FEE: Option<Amount<LYD>> = Amount::from_minor(1250);
    /// assert_eq!(FEE.map(|fee| fee.to_string()).as_deref(), Some("12.50"));
    /// assert_eq!(Amount::<LYD>::from_minor(0), None);
    /// ```
    #[must_use]
    pub const fn from_minor(minor: u64) -> Option<Self> {
        match NonZeroU64::new(minor) {
            Some(minor) => Some(Self {
                minor,
                currency: PhantomData,
            }),
            None => None,
        }
    }

    /// The amount in hundredths of the currency's unit: `12.50` is 1250.
    #[must_use]
    pub const fn minor(self) -> u64 {
        self.minor.get()
    }
}

impl<C> FromStr for Amount<C> {
    type Err = ParseAmountError;

    /// Reads `12`, `12.5` or `12.50`: ASCII digits, without sign, exponent or needless zeros in front.
    ///
    /// # Errors
    ///
    /// [`ParseAmountError`] tells which rule the text breaks.
    fn from_str(text: &str) -> Result<Self, ParseAmountError> {
        let point = text.bytes().position(|byte| byte == b'.');
        let (units, hundredths) = match point.and_then(|point| text.split_at_checked(point)) {
            Some((units, decimals)) => (units, parse_decimals(decimals)?),
            None => (text, 0),
        };
        let minor = parse_units(units)?
            .checked_mul(100)
            .and_then(|minor| minor.checked_add(hundredths))
            .ok_or(ParseAmountError::TooLarge)?;
        Self::from_minor(minor).ok_or(ParseAmountError::Zero)
    }
}

impl<C> TryFrom<&str> for Amount<C> {
    type Error = ParseAmountError;

    fn try_from(text: &str) -> Result<Self, ParseAmountError> {
        text.parse()
    }
}

impl<C> TryFrom<String> for Amount<C> {
    type Error = ParseAmountError;

    fn try_from(text: String) -> Result<Self, ParseAmountError> {
        text.parse()
    }
}

impl<C> fmt::Display for Amount<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minor = self.minor.get();
        write!(f, "{}.{:02}", minor / 100, minor % 100)
    }
}

impl<C: Currency> fmt::Debug for Amount<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} {}", C::CODE)
    }
}

impl<C> Clone for Amount<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Amount<C> {}

impl<C> PartialEq for Amount<C> {
    fn eq(&self, other: &Self) -> bool {
        self.minor == other.minor
    }
}

impl<C> Eq for Amount<C> {}

impl<C> PartialOrd for Amount<C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<C> Ord for Amount<C> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.minor.cmp(&other.minor)
    }
}

impl<C> Hash for Amount<C> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.minor.hash(state);
    }
}

impl<C> Serialize for Amount<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, C> Deserialize<'de> for Amount<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl<C: Currency> RequestField for Amount<C> {
    fn write(&self, value: &mut FormValue<'_>) {
        value.display(self);
    }
}

impl<C: Currency> CallbackField for Amount<C> {
    #[inline]
    fn read(text: &str) -> Result<Self, FieldError> {
        Ok(text.parse()?)
    }
}

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseAmountError {
    /// There is no text.
    Empty,
    /// Something else than ASCII digits and one point between them, or a needless zero in front.
    Malformed,
    /// More than two decimals.
    TooManyDecimals,
    /// The amount is zero.
    Zero,
    /// More hundredths than 64 bits hold.
    TooLarge,
}

impl ParseAmountError {
    fn reason(self) -> &'static str {
        match self {
            Self::Empty => "it is empty",
            Self::Malformed => "write it in digits, as `12` or `12.50`",
            Self::TooManyDecimals => "it has more than two decimals",
            Self::Zero => "it must be above zero",
            Self::TooLarge => "it is too large",
        }
    }
}

impl fmt::Display for ParseAmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid amount: {}", self.reason())
    }
}

impl std::error::Error for ParseAmountError {}

impl From<ParseAmountError> for FieldError {
    fn from(error: ParseAmountError) -> Self {
        Self::new("amount", error.reason())
    }
}

fn parse_units(units: &str) -> Result<u64, ParseAmountError> {
    if units.is_empty() {
        return Err(ParseAmountError::Empty);
    }
    let needless_zero = units.len() > 1 && units.starts_with('0');
    if needless_zero || !units.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ParseAmountError::Malformed);
    }
    units.parse().map_err(|_| ParseAmountError::TooLarge)
}

/// Reads the decimals behind their point as hundredths.
fn parse_decimals(decimals: &str) -> Result<u64, ParseAmountError> {
    let value = |digit: u8| u64::from(digit.wrapping_sub(b'0'));
    match *decimals.as_bytes() {
        [b'.', tenths @ b'0'..=b'9'] => Ok(value(tenths).wrapping_mul(10)),
        [b'.', tenths @ b'0'..=b'9', hundredths @ b'0'..=b'9'] => Ok(value(tenths)
            .wrapping_mul(10)
            .wrapping_add(value(hundredths))),
        [b'.', ref digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => {
            Err(ParseAmountError::TooManyDecimals)
        }
        _ => Err(ParseAmountError::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::hash::BuildHasher;
    use std::hash::RandomState;

    use super::Amount;
    use super::ParseAmountError;
    use crate::currency::LYD;
    use crate::field::FieldError;
    use crate::field::FormValue;
    use crate::field::RequestField;

    fn parse(text: &str) -> Result<Amount<LYD>, ParseAmountError> {
        text.parse()
    }

    #[test]
    fn written_as_plutu_takes_it() {
        for (text, shown, minor) in [
            ("12.50", "12.50", 1250),
            ("12.5", "12.50", 1250),
            ("12", "12.00", 1200),
            ("0.01", "0.01", 1),
            ("0.1", "0.10", 10),
            ("184467440737095516.15", "184467440737095516.15", u64::MAX),
        ] {
            let amount = parse(text).unwrap();
            assert_eq!(
                (amount.to_string().as_str(), amount.minor()),
                (shown, minor),
                "{text}"
            );
            assert_eq!(parse(shown), Ok(amount));
        }
    }

    #[test]
    fn an_amount_is_a_form_field_and_a_key() {
        let amounts = ["1", "1.00", "2.00"].map(|text| parse(text).unwrap());
        assert_eq!(HashSet::from(amounts).len(), 2);
        let state = RandomState::new();
        assert_ne!(state.hash_one(amounts[0]), state.hash_one(amounts[2]));

        let mut form = String::new();
        amounts[0].write(&mut FormValue::new(&mut form));
        assert_eq!(form, "1.00");
    }

    #[test]
    fn an_error_says_the_reason() {
        for (error, text) in [
            (ParseAmountError::Empty, "invalid amount: it is empty"),
            (
                ParseAmountError::Malformed,
                "invalid amount: write it in digits, as `12` or `12.50`",
            ),
            (
                ParseAmountError::TooManyDecimals,
                "invalid amount: it has more than two decimals",
            ),
            (
                ParseAmountError::Zero,
                "invalid amount: it must be above zero",
            ),
            (
                ParseAmountError::TooLarge,
                "invalid amount: it is too large",
            ),
        ] {
            assert_eq!(error.to_string(), text);
            assert_eq!(FieldError::from(error).to_string(), text);
        }
    }

    #[test]
    fn t28_loose_input_is_refused() {
        use ParseAmountError::*;
        for (text, error) in [
            ("", Empty),
            (".5", Empty),
            ("0", Zero),
            ("0.00", Zero),
            ("0.001", TooManyDecimals),
            ("12.500", TooManyDecimals),
            ("12.", Malformed),
            ("1.2.3", Malformed),
            ("-1", Malformed),
            ("+1", Malformed),
            ("1e3", Malformed),
            ("1.0E-5", Malformed),
            ("INF", Malformed),
            ("NaN", Malformed),
            ("0x10", Malformed),
            ("1,50", Malformed),
            ("1 000", Malformed),
            (" 1", Malformed),
            ("1\n", Malformed),
            ("１２", Malformed),
            ("١٢", Malformed),
            ("1.٥٠", Malformed),
            ("007", Malformed),
            ("00.50", Malformed),
            ("1.5x", Malformed),
            ("1.50x", Malformed),
            ("184467440737095516.16", TooLarge),
            ("99999999999999999999999", TooLarge),
        ] {
            assert_eq!(parse(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn serde_is_text_both_ways_and_checked() {
        let amount = parse("12.50").unwrap();
        assert_eq!(serde_json::to_string(&amount).unwrap(), r#""12.50""#);
        assert_eq!(
            serde_json::from_str::<Amount<LYD>>(r#""12.5""#).unwrap(),
            amount
        );
        for json in ["12.5", r#""-1""#, "null", r#""0""#] {
            assert!(serde_json::from_str::<Amount<LYD>>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn compares_as_money() {
        assert!(parse("2").unwrap() < parse("10").unwrap());
        assert_eq!(
            Amount::<LYD>::from_minor(1000),
            Some(parse("10.00").unwrap())
        );
        assert_eq!(format!("{:?}", parse("10").unwrap()), "10.00 LYD");
    }
}
