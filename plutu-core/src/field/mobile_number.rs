//! The payer's mobile number: read in the ways people write it, sent in the form that Plutu
//! expects.

use std::borrow::Cow;

use crate::field::FieldError;
use crate::field::FieldKind;
use crate::field::text::is_space;
use crate::field::text_field;
use crate::field::tidy;

text_field! {
    /// A Libyan mobile number, for Adfali and T-Lync. It is sent as `09XXXXXXXX`, and starts with
    /// `091` to `096` (PHP SDK).
    ///
    /// The documentation writes `09XXXXXXXX` for Adfali, and "start with 9x or 09" for T-Lync. The
    /// official WooCommerce plugin sends nine digits, `9XXXXXXXX`, to these gateways and to Sadad.
    /// So Plutu is likely to accept both. This type sends the ten digits, the form that the
    /// documentation and the PHP SDK have in common. The number of test mode is `0913632323`
    /// (reported by others, not documented).
    ///
    /// `parse` accepts the ways in which people write a number: `+218 91…`, `00218…`, `091-…`,
    /// `91…`, also with Arabic digits. `Debug` does not show the number.
    ///
    /// ```
    /// use plutu_core::field::MobileNumber;
    ///
    /// let number: MobileNumber = "+218 91-363 23 23".parse()?;
    /// assert_eq!(number.expose(), "0913632323");
    /// assert_eq!("٠٩١٣٦٣٢٣٢٣".parse::<MobileNumber>()?.expose(), "0913632323");
    /// # Ok::<(), plutu_core::field::FieldError>(())
    /// ```
    MobileNumber, "mobile number", tidy, read_any, hidden, {
        const KIND: FieldKind = FieldKind::MobileNumber;
        const EXAMPLE: &'static str = TEST_NUMBER;

        fn check(text: &str) -> Result<(), FieldError> {
            check_on_wire(Self::read_exactly(text)?.expose(), text)
        }
    }
}

text_field! {
    /// A mobile number for Sadad: a number of Al-Madar, which starts with `091` or `093`
    /// (documentation). Otherwise it follows the rules of [`MobileNumber`]. The number of test
    /// mode, `0913632323`, is valid.
    ///
    /// ```
    /// use plutu_core::field::SadadNumber;
    ///
    /// assert!("0913632323".parse::<SadadNumber>().is_ok());
    /// assert!("0923632323".parse::<SadadNumber>().is_err());
    /// ```
    SadadNumber, "mobile number", tidy, read_sadad, hidden, {
        const KIND: FieldKind = FieldKind::MobileNumber;
        const EXAMPLE: &'static str = TEST_NUMBER;

        fn check(text: &str) -> Result<(), FieldError> {
            check_on_wire(Self::read_exactly(text)?.expose(), text)
        }
    }
}

fn read_any(text: &str) -> Result<Cow<'_, str>, &'static str> {
    let number = normalize(text)?;
    if !matches!(number.as_bytes(), [b'0', b'9', b'1'..=b'6', ..]) {
        return Err("it does not start with 091 to 096");
    }
    Ok(Cow::Owned(number))
}

fn read_sadad(text: &str) -> Result<Cow<'_, str>, &'static str> {
    let number = normalize(text)?;
    if !matches!(number.as_bytes(), [b'0', b'9', b'1' | b'3', ..]) {
        return Err("it does not start with 091 or 093");
    }
    Ok(Cow::Owned(number))
}

/// Checks that a number has a form that Plutu accepts: the ten digits of the documentation, or the
/// nine digits without the zero, which the official WooCommerce plugin sends.
fn check_on_wire(number: &str, text: &str) -> Result<(), FieldError> {
    if number == text || number.strip_prefix('0') == Some(text) {
        return Ok(());
    }
    Err(FieldError::new(
        "mobile number",
        "it is not of the form 09XXXXXXXX or 9XXXXXXXX",
    ))
}

/// Converts a number from any accepted form to the ten digits `09XXXXXXXX`.
fn normalize(text: &str) -> Result<String, &'static str> {
    let plain: String = text.chars().filter(|it| !is_separator(*it)).collect();
    if !plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'+')
    {
        return Err("it contains a character that is not a digit");
    }
    let national = ["+218", "00218", "218"]
        .iter()
        .find_map(|country| plain.strip_prefix(country));
    let number = national.unwrap_or(&plain);
    let number = number.strip_prefix('0').unwrap_or(number);
    if number.len() != 9 || !number.starts_with('9') || number.contains('+') {
        return Err("it is not a Libyan mobile number of the form 09XXXXXXXX");
    }
    Ok(format!("0{number}"))
}

/// Whether a character is one that people write between digits.
fn is_separator(character: char) -> bool {
    is_space(character)
        || matches!(
            character,
            '-' | '\u{2010}'..='\u{2013}' | '.' | '/' | '(' | ')'
        )
}

/// The number of test mode (reported by others, not documented).
const TEST_NUMBER: &str = "0913632323";

#[cfg(test)]
mod tests {
    use super::MobileNumber;
    use super::SadadNumber;

    #[test]
    fn every_usual_way_to_write_a_number_is_accepted() {
        for text in [
            "0913632323",
            "913632323",
            "+218913632323",
            "+218 91 363 2323",
            "00218913632323",
            "00218-91-3632323",
            "218913632323",
            "091-363-2323",
            "091 363 23 23",
            "(091) 3632323",
            "+2180913632323",
            "+218 (0)91 3632323",
            "٠٩١٣٦٣٢٣٢٣",
            "+٢١٨٩١٣٦٣٢٣٢٣",
            "۰۹۱۳۶۳۲۳۲۳",
            "\u{200E}091\u{A0}3632323\u{200F}",
            "091.363.2323",
        ] {
            assert_eq!(
                text.parse::<MobileNumber>().unwrap().expose(),
                "0913632323",
                "{text}"
            );
            assert_eq!(
                text.parse::<SadadNumber>().unwrap().expose(),
                "0913632323",
                "{text}"
            );
        }
    }

    #[test]
    fn t28_loose_input_is_refused_without_echo() {
        for text in [
            "",
            " ",
            "091363232",
            "09136323233",
            "0813632323",
            "0903632323",
            "0973632323",
            "0983632323",
            "1913632323",
            "+219913632323",
            "++218913632323",
            "0+913632323",
            "91363232٣٣",
            "０９１３６３２３２３",
            "0913632323x",
            "0913632323\n",
            "0913632323\0",
            "+21821891363232",
            "002180091363232",
            "tel:0913632323",
            "0913632323,0913632324",
        ] {
            let error = text.parse::<MobileNumber>().unwrap_err();
            assert_eq!(error.field(), "mobile number", "{text:?}");
            assert!(!format!("{error} {error:?}").contains("363"), "{error:?}");
        }
        for text in ["0923632323", "0943632323", "0953632323", "0963632323"] {
            assert!(text.parse::<MobileNumber>().is_ok(), "{text}");
            assert!(
                text.parse::<SadadNumber>()
                    .unwrap_err()
                    .reason()
                    .contains("091 or 093"),
                "{text}"
            );
        }
    }

    #[test]
    fn the_number_is_not_shown() {
        let number: MobileNumber = "0913632323".parse().unwrap();
        assert_eq!(format!("{number:?}"), "MobileNumber([redacted])");
        assert_eq!(serde_json::to_string(&number).unwrap(), r#""0913632323""#);
        let read: MobileNumber = serde_json::from_str(r#""+218913632323""#).unwrap();
        assert_eq!(read.expose(), number.expose());
    }
}
