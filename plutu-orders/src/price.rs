//! The price of an order, with its currency as data.

use std::fmt;
use std::num::NonZeroU64;

use plutu_core::Amount;
use plutu_core::Currency;
use plutu_core::FieldError;
use serde::Deserialize;
use serde::Serialize;

/// An amount together with its currency's code.
///
/// Here the currency is data, and everywhere else it is a type. The reason is that one table holds
/// orders in dinars and in dollars, and a page that lists orders cannot know their currency in
/// advance. Requests and comparisons accept only an `Amount<C>`, and [`amount`](Self::amount)
/// returns one only if the currency is `C`.
///
/// ```
/// use plutu_core::Amount;
/// use plutu_core::currency::{LYD, USD};
/// use plutu_orders::Price;
///
/// let amount: Amount<LYD> = "12.50".parse()?;
/// let price = Price::from(amount);
/// assert_eq!(price.to_string(), "12.50 LYD");
/// assert_eq!(price.amount::<LYD>()?, amount);
/// assert!(price.amount::<USD>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(try_from = "UncheckedPrice")]
pub struct Price {
    hundredths: NonZeroU64,
    currency: String,
}

impl Price {
    /// The amount, if the currency is `C`.
    ///
    /// # Errors
    ///
    /// [`CurrencyError`] if it is in another currency.
    pub fn amount<C: Currency>(&self) -> Result<Amount<C>, CurrencyError> {
        if self.currency == C::CODE {
            return Ok(Amount::from_nonzero_hundredths(self.hundredths));
        }
        Err(CurrencyError {
            expected: C::CODE,
            found: self.currency.clone(),
        })
    }

    /// The amount in hundredths of the currency's unit.
    #[must_use]
    pub fn hundredths(&self) -> u64 {
        self.hundredths.get()
    }

    /// The currency's code: `LYD`.
    #[must_use]
    pub fn currency(&self) -> &str {
        &self.currency
    }
}

/// If the code of a currency of your own cannot be stored, this does not compile. A code consists
/// of at most 64 visible ASCII characters:
///
/// ```compile_fail,E0080
/// use plutu_core::{Amount, Currency};
/// use plutu_orders::Price;
///
/// #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
/// struct Points;
///
/// impl Currency for Points {
///     const CODE: &'static str = "";
/// }
///
/// let amount: Amount<Points> = "12.50".parse()?;
/// let price = Price::from(amount);
/// # Ok::<(), plutu_core::ParseAmountError>(())
/// ```
impl<C: Currency> From<Amount<C>> for Price {
    #[expect(clippy::expect_used, reason = "an amount is above zero by its type")]
    fn from(amount: Amount<C>) -> Self {
        const { assert!(is_code(C::CODE), "invalid `Currency::CODE`") }
        Self {
            hundredths: NonZeroU64::new(amount.hundredths()).expect("an amount is above zero"),
            currency: C::CODE.to_owned(),
        }
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = Amount::<()>::from_nonzero_hundredths(self.hundredths);
        write!(f, "{amount} {}", self.currency)
    }
}

/// The error of an amount that is not in the expected currency.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an amount in {expected}, found an amount in {found}")]
pub struct CurrencyError {
    expected: &'static str,
    found: String,
}

impl CurrencyError {
    /// The code of the currency that was expected.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    /// The code of the amount's currency.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }
}

/// A price as it is read back, before it is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UncheckedPrice {
    hundredths: NonZeroU64,
    currency: String,
}

impl TryFrom<UncheckedPrice> for Price {
    type Error = FieldError;

    fn try_from(stored: UncheckedPrice) -> Result<Self, FieldError> {
        if !is_code(&stored.currency) {
            return Err(FieldError::new(
                "currency",
                "no currency can have this code",
            ));
        }
        Ok(Self {
            hundredths: stored.hundredths,
            currency: stored.currency,
        })
    }
}

/// Whether a currency can have this code. It is checked before a price is stored, so every stored
/// price can be read back.
const fn is_code(code: &str) -> bool {
    let mut rest = code.as_bytes();
    while let [byte, after @ ..] = rest {
        if !byte.is_ascii_graphic() {
            return false;
        }
        rest = after;
    }
    !code.is_empty() && code.len() <= 64
}
