//! The payer's birth year, which Sadad requires besides the mobile number.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::field::FieldError;
use crate::field::FieldKind;
use crate::field::FormValue;
use crate::field::RequestField;
use crate::field::text;
use crate::field::tidy;
use crate::field::try_from_text;

/// The payer's year of birth: four digits, 1940 or later (PHP SDK).
///
/// The PHP SDK also requires that the payer turns at least twelve in the current year. This crate
/// has no clock, so you pass the current year to [`in_year`](Self::in_year), which checks this.
/// `Debug` does not show the year of birth.
///
/// ```
/// use plutu_core::field::BirthYear;
///
/// let birth_year = BirthYear::in_year("1990", 2026)?;
/// assert_eq!(birth_year.expose(), 1990);
/// assert!(BirthYear::in_year("2015", 2026).is_err());
/// assert!("1939".parse::<BirthYear>().is_err());
/// # Ok::<(), plutu_core::field::FieldError>(())
/// ```
#[derive(Clone, Copy)]
pub struct BirthYear(u16);

impl BirthYear {
    /// The earliest year that the PHP SDK accepts.
    const EARLIEST: u16 = 1940;

    /// The minimum age that the PHP SDK accepts, in years.
    const LEAST_AGE: u16 = 12;

    /// Reads a year of birth, and checks that the payer turns at least twelve in `current_year`.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the string is not a year of four digits, 1940 or later, or if the payer is
    /// too young.
    pub fn in_year(text: &str, current_year: u16) -> Result<Self, FieldError> {
        let year: Self = text.parse()?;
        if year.0 > current_year.saturating_sub(Self::LEAST_AGE) {
            return Err(FieldError::new(
                "birth year",
                "the payer is younger than 12 years",
            ));
        }
        Ok(year)
    }

    /// The hidden year itself.
    #[must_use]
    pub fn expose(self) -> u16 {
        self.0
    }
}

impl FromStr for BirthYear {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let text = tidy(text);
        let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(year) if is_year && year >= Self::EARLIEST => Ok(Self(year)),
            _ => Err(FieldError::new(
                "birth year",
                "it is not a year of four digits, 1940 or later",
            )),
        }
    }
}

try_from_text!([] BirthYear);

impl<'de> Deserialize<'de> for BirthYear {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer)
    }
}

impl Serialize for BirthYear {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl fmt::Debug for BirthYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthYear([redacted])")
    }
}

impl RequestField for BirthYear {
    const HIDDEN: bool = true;
    const KIND: FieldKind = FieldKind::BirthYear;
    const EXAMPLE: &'static str = "1990";

    fn check(text: &str) -> Result<(), FieldError> {
        text.parse::<Self>().map(drop)
    }

    fn write(&self, value: &mut FormValue<'_>) {
        value.display(self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::BirthYear;

    #[test]
    fn t28_loose_input_is_refused() {
        for text in [
            "",
            "90",
            "190",
            "01990",
            "1939",
            "0000",
            "+199",
            "-199",
            "1e3 ",
            "19 9",
            "1990\n",
            "１９９０",
            "nine",
        ] {
            assert_eq!(
                text.parse::<BirthYear>().unwrap_err().field(),
                "birth year",
                "{text:?}"
            );
        }
        assert_eq!("1940".parse::<BirthYear>().unwrap().expose(), 1940);
        assert_eq!(" ١٩٩٠ ".parse::<BirthYear>().unwrap().expose(), 1990);
    }

    #[test]
    fn age_is_checked_against_the_callers_year() {
        assert!(BirthYear::in_year("2014", 2026).is_ok());
        assert!(BirthYear::in_year("2015", 2026).is_err());
        assert!(BirthYear::in_year("1940", 5).is_err());
        let json = serde_json::to_string(&BirthYear::in_year("1990", 2026).unwrap()).unwrap();
        assert_eq!(json, r#""1990""#);
        assert!(serde_json::from_str::<BirthYear>(r#""1890""#).is_err());
    }
}
