//! The fields of a payment's second step: the process id from the first step, and the one-time
//! password.

use std::borrow::Cow;

use crate::field::FieldError;
use crate::field::FieldKind;
use crate::field::text_field;
use crate::field::tidy;

text_field! {
    /// A one-time password of `N` digits: six for Sadad, four for Adfali (PHP SDK).
    ///
    /// It is kept as a string, because leading zeros matter. `Debug` does not show it.
    ///
    /// ```
    /// use plutu_core::field::Otp;
    ///
    /// let code: Otp<6> = "012345".parse()?;
    /// assert_eq!(format!("{code:?}"), "Otp([redacted])");
    /// assert!("1234".parse::<Otp<6>>().is_err());
    /// # Ok::<(), plutu_core::field::FieldError>(())
    /// ```
    Otp<const N: usize>, "one-time password", tidy, read_otp::<N>, hidden, {
        const KIND: FieldKind = FieldKind::Otp { digits: N };
        const EXAMPLE: &'static str = ones(N);

        fn check(text: &str) -> Result<(), FieldError> {
            Self::read_exactly(text).map(drop)
        }
    }
}

text_field! {
    /// The id of a two-step payment, from the reply to the first step: digits, kept as a string.
    ///
    /// Its length is not documented. More than 64 digits are rejected.
    ///
    /// ```
    /// use plutu_core::field::ProcessId;
    ///
    /// let process_id: ProcessId = "1234567890123".parse()?;
    /// assert_eq!(process_id.as_str(), "1234567890123");
    /// # Ok::<(), plutu_core::field::FieldError>(())
    /// ```
    ProcessId, "process id", tidy, read_process_id, shown, {
        const KIND: FieldKind = FieldKind::ProcessId;
        const EXAMPLE: &'static str = "1234567890123";

        fn check(text: &str) -> Result<(), FieldError> {
            Self::read_exactly(text).map(drop)
        }
    }
}

fn read_otp<const N: usize>(text: &str) -> Result<Cow<'_, str>, &'static str> {
    if text.len() != N || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(match N {
            4 => "it is not 4 digits",
            6 => "it is not 6 digits",
            _ => "it does not have the gateway's number of digits",
        });
    }
    Ok(Cow::Borrowed(text))
}

/// The password of test mode: the digit 1, `digits` times (reported by others, not documented).
const fn ones(digits: usize) -> &'static str {
    match ONES.split_at_checked(digits) {
        Some((ones, _)) => ones,
        None => ONES,
    }
}

fn read_process_id(text: &str) -> Result<Cow<'_, str>, &'static str> {
    if text.is_empty() {
        return Err("it is empty");
    }
    if text.len() > 64 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("it is not a number of at most 64 digits");
    }
    Ok(Cow::Borrowed(text))
}

/// More digits than any one-time password has.
const ONES: &str = "11111111111111111111111111111111";

#[cfg(test)]
mod tests {
    use super::Otp;
    use super::ProcessId;

    #[test]
    fn t28_loose_input_is_refused_without_echo() {
        for text in [
            "",
            "12345",
            "1234567",
            "1e1000",
            "12 345",
            "123456\n",
            "-12345",
            "+12345",
            "12345x",
            "１２３４５６",
            "00000",
        ] {
            let error = text.parse::<Otp<6>>().unwrap_err();
            assert_eq!(
                error.to_string(),
                "invalid one-time password: it is not 6 digits",
                "{text:?}"
            );
        }
        assert_eq!("000000".parse::<Otp<6>>().unwrap().expose(), "000000");
        assert_eq!("0001".parse::<Otp<4>>().unwrap().expose(), "0001");
        assert_eq!(" ١٢٣٤ ".parse::<Otp<4>>().unwrap().expose(), "1234");
        assert!("111111".parse::<Otp<4>>().is_err());
    }

    #[test]
    fn json_that_is_not_a_password_is_refused_without_echo() {
        for json in [
            "123456",
            "1234.56",
            "[\"123456\"]",
            "{\"123456\":1}",
            "null",
            "\"1234567\"",
        ] {
            let error = serde_json::from_str::<Otp<6>>(json).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("1234"), "{error}");
        }
        let read: Otp<6> = serde_json::from_str("\"123456\"").unwrap();
        assert_eq!(read.expose(), "123456");
    }

    #[test]
    fn a_process_id_is_digits() {
        for text in ["", "-1", "1.0", "1e3", "12a", "1\n", "1 2", &"1".repeat(65)] {
            assert_eq!(
                text.parse::<ProcessId>().unwrap_err().field(),
                "process id",
                "{text:?}"
            );
        }
        assert_eq!(" ١٢ ".parse::<ProcessId>().unwrap().as_str(), "12");
        assert_eq!("00123".parse::<ProcessId>().unwrap().as_str(), "00123");
    }
}
