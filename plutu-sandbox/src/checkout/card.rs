//! The card form: test numbers of the sandbox's own, each with its outcome, and no others.
//!
//! They begin with 9, which no card of a payment network does, and have a right check digit. What Plutu's own
//! test cards are is unknown. Nothing that is typed here is kept or shown again.

/// A test card, and what becomes of a payment with it.
pub(super) struct TestCard {
    /// As it is embossed, in groups of four.
    pub(super) number: &'static str,
    pub(super) fate: Fate,
}

/// What becomes of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Approved,
    Declined,
    /// The payer is never sent back.
    Silent,
}

pub(super) const TEST_CARDS: [TestCard; 3] = [
    TestCard {
        number: "9218 0000 0000 0009",
        fate: Fate::Approved,
    },
    TestCard {
        number: "9218 0000 0000 0017",
        fate: Fate::Declined,
    },
    TestCard {
        number: "9218 0000 0000 0025",
        fate: Fate::Silent,
    },
];

/// The fields of the form that are not as they should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct BadCard {
    pub(super) number: bool,
    pub(super) expiry: bool,
    pub(super) cvc: bool,
}

/// Says what becomes of a payment with a card.
pub(super) fn read(number: &str, expiry: &str, cvc: &str) -> Result<Fate, BadCard> {
    let fate = fate(&digits(number));
    let bad = BadCard {
        number: fate.is_none(),
        expiry: !is_expiry(expiry),
        cvc: !matches!(
            digits(cvc).as_bytes(),
            [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9']
        ),
    };
    fate.filter(|_| bad == BadCard::default()).ok_or(bad)
}

fn fate(number: &str) -> Option<Fate> {
    let card = TEST_CARDS
        .iter()
        .find(|card| digits(card.number) == number)?;
    Some(card.fate)
}

/// A month and a year. That it is over is nothing to a test card.
fn is_expiry(text: &str) -> bool {
    let digits = digits(text).replace('/', "");
    let month = digits.get(..2).and_then(|month| month.parse::<u8>().ok());
    let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_year && month.is_some_and(|month| (1..=12).contains(&month))
}

/// The text without what separates, its digits those of ASCII: an Arabic keyboard has others.
fn digits(text: &str) -> String {
    let chars = text.chars().filter(|char| !matches!(char, ' ' | '-'));
    chars.map(ascii).collect()
}

fn ascii(char: char) -> char {
    let zero = match char {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return char,
    };
    let value = u32::from(char).checked_sub(u32::from(zero));
    value
        .and_then(|value| char::from_digit(value, 10))
        .unwrap_or(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_test_card_has_its_fate() {
        for (number, expected) in [
            ("9218 0000 0000 0009", Fate::Approved),
            ("9218000000000017", Fate::Declined),
            ("9218-0000-0000-0025", Fate::Silent),
            ("٩٢١٨ ٠٠٠٠ ٠٠٠٠ ٠٠٠٩", Fate::Approved),
            ("۹۲۱۸ ۰۰۰۰ ۰۰۰۰ ۰۰۱۷", Fate::Declined),
        ] {
            assert_eq!(read(number, "12/30", "123"), Ok(expected), "{number}");
        }
        for expiry in ["01/01", "1230", "١٢/٣٠", " 12 / 30 "] {
            assert!(
                read(TEST_CARDS[0].number, expiry, "٠١٢").is_ok(),
                "{expiry}"
            );
        }
    }

    #[test]
    fn each_test_card_is_documented() {
        for card in TEST_CARDS {
            let row = format!("| {} | ", card.number);
            assert!(include_str!("../lib.rs").contains(&row), "{row}");
        }
    }

    #[test]
    fn the_numbers_have_a_right_check_digit() {
        for card in TEST_CARDS {
            let digits = digits(card.number);
            let digits = digits.bytes().rev().map(|byte| u32::from(byte - b'0'));
            let sum = digits.enumerate().fold(0, |sum, (place, digit)| {
                let double = digit * 2;
                let digit = [digit, double / 10 + double % 10][place % 2];
                sum + digit
            });
            assert_eq!(sum % 10, 0, "{}", card.number);
        }
    }

    #[test]
    fn all_others_are_refused() {
        let good = (TEST_CARDS[0].number, "12/30", "123");
        for number in [
            "",
            "9218",
            "5123 4500 0000 0008",
            "9218 0000 0000 0010",
            "x",
        ] {
            let bad = read(number, good.1, good.2).unwrap_err();
            assert_eq!((bad.number, bad.expiry, bad.cvc), (true, false, false));
        }
        for expiry in ["", "13/30", "00/30", "12", "12/3", "12/2030", "ab/cd", "1é"] {
            let bad = read(good.0, expiry, good.2).unwrap_err();
            assert_eq!((bad.number, bad.expiry, bad.cvc), (false, true, false));
        }
        for cvc in ["", "12", "1234", "abc"] {
            let bad = read(good.0, good.1, cvc).unwrap_err();
            assert_eq!((bad.number, bad.expiry, bad.cvc), (false, false, true));
        }
    }
}
