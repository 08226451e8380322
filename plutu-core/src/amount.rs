//! Exact amounts of money: parsed from a string, written to a request, compared with the order.

use std::cmp::Ordering;
use std::fmt;
use std::fmt::Write as _;
use std::hash::Hash;
use std::hash::Hasher;
use std::marker::PhantomData;
use std::num::NonZeroU64;
use std::str::FromStr;

use arrayvec::ArrayString;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::currency::Currency;
use crate::field::CallbackField;
use crate::field::FieldError;
use crate::field::FieldKind;
use crate::field::FormValue;
use crate::field::RequestField;
use crate::field::tidy;

/// An amount of money in the currency `C`: exact, above zero, in whole hundredths.
///
/// Plutu accepts at most two decimals ("XXX, XX.X, XX.XX" in the documentation), for dinars too. An
/// amount is never a float. It is displayed as `12.50`.
///
/// ```
/// use plutu_core::Amount;
/// use plutu_core::currency::USD;
///
/// let price: Amount<USD> = "12.5".parse()?;
/// assert_eq!(price.to_string(), "12.50");
/// assert_eq!(price.hundredths(), 1250);
/// # Ok::<(), plutu_core::ParseAmountError>(())
/// ```
///
/// # Dinars in a database
///
/// The dinar has three decimals (ISO 4217): 1 dinar is 1,000 dirhams. Plutu accepts two decimals,
/// so this type counts hundredths. One hundredth of a dinar is ten dirhams.
///
/// | column | conversion |
/// |---|---|
/// | integer, in hundredths | `Amount::from_hundredths(column)?` |
/// | integer, in dirhams | `Amount::from_hundredths(column / 10)?`, after a check that `column % 10` is 0 |
/// | `NUMERIC(12,3)`, read as a string | `column.parse()?`: zeros after the second decimal are accepted |
/// | `NUMERIC`, read as a `rust_decimal::Decimal` | `Amount::try_from(column)?`, with the feature `rust_decimal` |
///
/// ```
/// use plutu_core::Amount;
/// use plutu_core::currency::LYD;
///
/// let dirhams: i64 = 12_500;
/// assert_eq!(dirhams % 10, 0, "Plutu does not accept single dirhams");
/// let price: Amount<LYD> = Amount::from_hundredths(dirhams / 10)?;
/// assert_eq!(price, "12.500".parse()?);
/// # Ok::<(), plutu_core::ParseAmountError>(())
/// ```
pub struct Amount<C> {
    hundredths: NonZeroU64,
    currency: PhantomData<fn() -> C>,
}

impl<C> Amount<C> {
    /// Makes an amount from hundredths of the currency's unit, in any integer type: 1250 is
    /// `12.50`.
    ///
    /// ```
    /// use plutu_core::Amount;
    /// use plutu_core::currency::LYD;
    ///
    /// let column: i64 = 1_250;
    /// let price: Amount<LYD> = Amount::from_hundredths(column)?;
    /// assert_eq!(price.to_string(), "12.50");
    /// assert!(Amount::<LYD>::from_hundredths(-1).is_err());
    /// # Ok::<(), plutu_core::ParseAmountError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ParseAmountError::Zero`], or [`ParseAmountError::OutOfRange`] for a number that is
    /// negative or does not fit 64 bits.
    pub fn from_hundredths(hundredths: impl TryInto<u64>) -> Result<Self, ParseAmountError> {
        let hundredths = hundredths
            .try_into()
            .map_err(|_| ParseAmountError::OutOfRange)?;
        NonZeroU64::new(hundredths)
            .map(Self::from_nonzero_hundredths)
            .ok_or(ParseAmountError::Zero)
    }

    /// Makes an amount from hundredths that are known not to be zero, for constants.
    ///
    /// ```
    /// use std::num::NonZeroU64;
    ///
    /// use plutu_core::Amount;
    /// use plutu_core::currency::LYD;
    ///
    /// const FEE: Amount<LYD> = Amount::from_nonzero_hundredths(NonZeroU64::new(1250).unwrap());
    /// assert_eq!(FEE.to_string(), "12.50");
    /// ```
    #[must_use]
    pub const fn from_nonzero_hundredths(hundredths: NonZeroU64) -> Self {
        Self {
            hundredths,
            currency: PhantomData,
        }
    }

    /// The amount in hundredths of the currency's unit: `12.50` is 1250.
    #[must_use]
    pub const fn hundredths(self) -> u64 {
        self.hundredths.get()
    }

    /// Reads an amount as Plutu writes it: ASCII digits, without spaces around them.
    fn read(text: &str) -> Result<Self, ParseAmountError> {
        let (units, decimals) = text.split_once('.').unwrap_or((text, "00"));
        let decimals = parse_decimals(decimals)?;
        let hundredths = parse_units(units)?
            .checked_mul(100)
            .and_then(|hundredths| hundredths.checked_add(decimals))
            .ok_or(ParseAmountError::OutOfRange)?;
        Self::from_hundredths(hundredths)
    }
}

impl<C> FromStr for Amount<C> {
    type Err = ParseAmountError;

    /// Reads `12`, `12.5`, `12.50` or `12.500`. A sign, an exponent and leading zeros are rejected,
    /// and so is a third decimal other than zero. Arabic digits, the Arabic decimal separator and
    /// spaces around the amount are accepted.
    ///
    /// # Errors
    ///
    /// [`ParseAmountError`] names the rule that the string breaks.
    fn from_str(text: &str) -> Result<Self, ParseAmountError> {
        let text = tidy(text).replace(ARABIC_DECIMAL_SEPARATOR, ".");
        if text.is_empty() {
            return Err(ParseAmountError::Empty);
        }
        Self::read(&text)
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
        let hundredths = self.hundredths();
        let mut text = ArrayString::<MAX_LEN>::new();
        write!(text, "{}.{:02}", hundredths / 100, hundredths % 100)?;
        // Unlike `pad`, this never cuts the amount off at a precision, as in `{:.1}`.
        f.pad_integral(true, "", &text)
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
        self.hundredths == other.hundredths
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
        self.hundredths.cmp(&other.hundredths)
    }
}

impl<C> Hash for Amount<C> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hundredths.hash(state);
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
    const KIND: FieldKind = FieldKind::Amount;
    const EXAMPLE: &'static str = "12.50";

    /// Plutu accepts at most two decimals, even if further decimals are zeros (documentation). What
    /// people may type in addition, such as Arabic digits, is never sent.
    fn check(text: &str) -> Result<(), FieldError> {
        let decimals = text.split_once('.').map_or("", |(_, decimals)| decimals);
        if decimals.len() > 2 {
            return Err(ParseAmountError::TooManyDecimals.into());
        }
        Ok(Self::read(text).map(drop)?)
    }

    fn write(&self, value: &mut FormValue<'_>) {
        value.display(self);
    }
}

impl<C: Currency> CallbackField for Amount<C> {
    const KIND: FieldKind = <Self as RequestField>::KIND;
    const EXAMPLE: &'static str = <Self as RequestField>::EXAMPLE;

    fn read(text: &str) -> Result<Self, FieldError> {
        Ok(Self::read(text)?)
    }
}

/// Requires the feature `rust_decimal`. The conversion never rounds: digits after the second
/// decimal must be zeros.
#[cfg(feature = "rust_decimal")]
impl<C> TryFrom<rust_decimal::Decimal> for Amount<C> {
    type Error = ParseAmountError;

    fn try_from(decimal: rust_decimal::Decimal) -> Result<Self, ParseAmountError> {
        if decimal.is_sign_negative() && !decimal.is_zero() {
            return Err(ParseAmountError::OutOfRange);
        }
        let decimal = decimal.normalize();
        let Some(missing) = 2_u32.checked_sub(decimal.scale()) else {
            return Err(ParseAmountError::TooManyDecimals);
        };
        let hundredths = decimal
            .mantissa()
            .checked_mul(10_i128.pow(missing))
            .ok_or(ParseAmountError::OutOfRange)?;
        Self::from_hundredths(hundredths)
    }
}

/// Requires the feature `rust_decimal`. The result has two decimals: `12.50`.
#[cfg(feature = "rust_decimal")]
impl<C> From<Amount<C>> for rust_decimal::Decimal {
    fn from(amount: Amount<C>) -> Self {
        Self::from_i128_with_scale(amount.hundredths().into(), 2)
    }
}

/// Why a value is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseAmountError {
    /// The string is empty.
    Empty,
    /// The string contains a character other than digits and one point between them, or it has a
    /// leading zero.
    Malformed,
    /// A decimal after the second one is not zero.
    TooManyDecimals,
    /// The amount is zero.
    Zero,
    /// The amount is negative, or its hundredths do not fit into 64 bits.
    OutOfRange,
}

impl ParseAmountError {
    fn reason(self) -> &'static str {
        match self {
            Self::Empty => "it is empty",
            Self::Malformed => "expected digits, as in `12` or `12.50`",
            Self::TooManyDecimals => "it has more than two decimals",
            Self::Zero => "it must be above zero",
            Self::OutOfRange => "it must be between 0.01 and 184467440737095516.15",
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

/// The length of the largest amount, `184467440737095516.15`.
const MAX_LEN: usize = 21;

/// The separator in `١٢٫٥٠`.
const ARABIC_DECIMAL_SEPARATOR: char = '\u{66B}';

/// Reads the digits before the point.
fn parse_units(units: &str) -> Result<u64, ParseAmountError> {
    let leading_zero = units.len() > 1 && units.starts_with('0');
    if units.is_empty() || leading_zero || !units.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ParseAmountError::Malformed);
    }
    units.parse().map_err(|_| ParseAmountError::OutOfRange)
}

/// Reads the digits after the point as hundredths.
fn parse_decimals(decimals: &str) -> Result<u64, ParseAmountError> {
    if decimals.is_empty() || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ParseAmountError::Malformed);
    }
    let significant = decimals.trim_end_matches('0');
    match *significant.as_bytes() {
        [] => Ok(0),
        [tenths] => Ok(digit(tenths).wrapping_mul(10)),
        [tenths, hundredths] => Ok(digit(tenths)
            .wrapping_mul(10)
            .wrapping_add(digit(hundredths))),
        _ => Err(ParseAmountError::TooManyDecimals),
    }
}

/// The value of an ASCII digit.
fn digit(digit: u8) -> u64 {
    u64::from(digit.wrapping_sub(b'0'))
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
    fn an_amount_is_written_with_two_decimals() {
        for (text, shown, hundredths) in [
            ("12.50", "12.50", 1250),
            ("12.5", "12.50", 1250),
            ("12", "12.00", 1200),
            ("12.500", "12.50", 1250),
            ("12.0000", "12.00", 1200),
            (" 12.5 ", "12.50", 1250),
            ("١٢.٥٠", "12.50", 1250),
            ("١٢٫٥٠", "12.50", 1250),
            ("۱۲", "12.00", 1200),
            ("\u{200F}12.5\u{A0}", "12.50", 1250),
            ("0.01", "0.01", 1),
            ("0.1", "0.10", 10),
            ("184467440737095516.15", "184467440737095516.15", u64::MAX),
        ] {
            let amount = parse(text).unwrap();
            assert_eq!(
                (amount.to_string().as_str(), amount.hundredths()),
                (shown, hundredths),
                "{text}"
            );
            assert_eq!(parse(shown), Ok(amount));
        }
    }

    #[test]
    fn an_amount_is_aligned_like_a_number_and_never_cut_off() {
        let amount = parse("12.50").unwrap();
        assert_eq!(
            format!("{amount:8}|{amount:<8}|{amount:^8}|{amount:08}"),
            "   12.50|12.50   | 12.50  |00012.50"
        );
        assert_eq!(format!("{amount:.0}|{amount:.1}"), "12.50|12.50");
        assert_eq!(
            format!("{:24}", parse("184467440737095516.15").unwrap()),
            "   184467440737095516.15"
        );
    }

    #[test]
    fn an_amount_can_be_sent_and_hashed() {
        let amounts = ["1", "1.00", "2.00"].map(|text| parse(text).unwrap());
        assert_eq!(HashSet::from(amounts).len(), 2);
        let state = RandomState::new();
        assert_ne!(state.hash_one(amounts[0]), state.hash_one(amounts[2]));

        let mut form = String::new();
        amounts[0].write(&mut FormValue::new(&mut form));
        assert_eq!(form, "1.00");
    }

    #[test]
    fn an_error_names_the_broken_rule() {
        for (error, text) in [
            (ParseAmountError::Empty, "invalid amount: it is empty"),
            (
                ParseAmountError::Malformed,
                "invalid amount: expected digits, as in `12` or `12.50`",
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
                ParseAmountError::OutOfRange,
                "invalid amount: it must be between 0.01 and 184467440737095516.15",
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
            (" ", Empty),
            (".5", Malformed),
            ("0", Zero),
            ("0.00", Zero),
            ("0.001", TooManyDecimals),
            ("12.501", TooManyDecimals),
            ("12.5001", TooManyDecimals),
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
            ("1\n", Malformed),
            ("１２", Malformed),
            ("007", Malformed),
            ("00.50", Malformed),
            ("1.5x", Malformed),
            ("1.50x", Malformed),
            ("184467440737095516.16", OutOfRange),
            ("99999999999999999999999", OutOfRange),
        ] {
            assert_eq!(parse(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn t32_hundredths_come_from_any_integer_type() {
        let price = parse("12.50").unwrap();
        assert_eq!(Amount::from_hundredths(1_250_i64), Ok(price));
        assert_eq!(Amount::from_hundredths(1_250_i32), Ok(price));
        assert_eq!(Amount::from_hundredths(250_u8), parse("2.50"));
        assert_eq!(Amount::from_hundredths(1_250_usize), Ok(price));
        for error in [
            Amount::<LYD>::from_hundredths(-1_i64),
            Amount::from_hundredths(i64::MIN),
            Amount::from_hundredths(u128::from(u64::MAX) + 1),
        ] {
            assert_eq!(error, Err(ParseAmountError::OutOfRange));
        }
        assert_eq!(
            Amount::<LYD>::from_hundredths(0_i32),
            Err(ParseAmountError::Zero)
        );
    }

    #[test]
    fn t32_a_signed_amount_is_read_strictly() {
        use crate::field::CallbackField;
        let read = |text| <Amount<LYD> as CallbackField>::read(text);
        assert_eq!(read("12.500").unwrap(), parse("12.50").unwrap());
        for text in [" 12.50", "12.50 ", "١٢", ""] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }

    #[cfg(feature = "rust_decimal")]
    #[test]
    fn t32_decimals_convert_both_ways() {
        use rust_decimal::Decimal;
        for (decimal, amount) in [
            ("12.5", Ok("12.50")),
            ("12.500", Ok("12.50")),
            ("12", Ok("12.00")),
            ("0.01", Ok("0.01")),
            ("184467440737095516.15", Ok("184467440737095516.15")),
            ("12.501", Err(ParseAmountError::TooManyDecimals)),
            ("0", Err(ParseAmountError::Zero)),
            ("0.000", Err(ParseAmountError::Zero)),
            ("-12.50", Err(ParseAmountError::OutOfRange)),
            ("184467440737095516.16", Err(ParseAmountError::OutOfRange)),
            (
                "79228162514264337593543950335",
                Err(ParseAmountError::OutOfRange),
            ),
        ] {
            let decimal: Decimal = decimal.parse().unwrap();
            let converted = Amount::<LYD>::try_from(decimal);
            assert_eq!(converted, amount.and_then(parse), "{decimal}");
            if let Ok(converted) = converted {
                assert_eq!(Decimal::from(converted), decimal);
            }
        }
    }

    #[test]
    fn serde_reads_and_writes_a_checked_string() {
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
    fn amounts_are_compared_by_value() {
        assert!(parse("2").unwrap() < parse("10").unwrap());
        assert_eq!(
            Amount::<LYD>::from_hundredths(1000),
            Ok(parse("10.00").unwrap())
        );
        assert_eq!(format!("{:?}", parse("10").unwrap()), "10.00 LYD");
    }
}
