//! The card form. It accepts only the sandbox's own test numbers, each with its outcome.
//!
//! The numbers start with 9, which no card of a payment network does, and have a valid check digit.
//! Plutu's own test cards are not known. Any other number is neither stored nor shown again.

use std::fmt;

use crate::clock::Month;

/// A test card, and the result of a payment with it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TestCard {
    /// In groups of four digits, as on a card.
    pub(super) number: &'static str,
    pub(super) fate: Fate,
}

/// The result of a payment.
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

/// The payer's input in the form, as far as it may be shown again.
///
/// A number that is not a test card's might be real. It is dropped, together with its security
/// code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    /// `None` for a number that is not a test card's.
    pub(super) card: Option<&'static TestCard>,
    pub(super) expiry: Result<Expiry, BadExpiry>,
    pub(super) cvc: Result<Cvc, BadCvc>,
}

/// The last month in which a card is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expiry(Month);

/// Why a date is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadExpiry {
    NotADate,
    Past,
}

/// A security code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cvc {
    Shown(String),
    /// It has three digits, and is not shown again.
    Hidden,
}

/// An error: the string is not three digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BadCvc;

impl Draft {
    /// Reads the three fields of the form.
    pub(super) fn read(number: &str, expiry: &str, cvc: &str, now: Month) -> Self {
        let number = digits(number);
        let mut cards = TEST_CARDS.iter();
        let card = cards.find(|card| digits(card.number) == number);
        let cvc = digits(cvc);
        let is_cvc = cvc.len() == 3 && cvc.bytes().all(|byte| byte.is_ascii_digit());
        Self {
            card,
            expiry: Expiry::read(expiry, now),
            cvc: match card {
                _ if !is_cvc => Err(BadCvc),
                Some(_) => Ok(Cvc::Shown(cvc)),
                None => Ok(Cvc::Hidden),
            },
        }
    }

    /// The result of a payment with this card; `None` if a field is invalid.
    pub(super) fn fate(&self) -> Option<Fate> {
        let is_good = self.expiry.is_ok() && self.cvc.is_ok();
        self.card.filter(|_| is_good).map(|card| card.fate)
    }

    /// The string form for the page's URL: `0017.1230.123`. An invalid part is empty.
    pub(super) fn to_text(&self) -> String {
        let last = |card: &TestCard| card.number.rsplit(' ').next().unwrap_or_default();
        let card = self.card.map(last).unwrap_or_default();
        let expiry = match self.expiry {
            Ok(expiry) => expiry.to_string().replace('/', ""),
            Err(BadExpiry::NotADate) => String::new(),
            Err(BadExpiry::Past) => PAST.to_owned(),
        };
        let cvc = match &self.cvc {
            Ok(Cvc::Shown(cvc)) => cvc,
            Ok(Cvc::Hidden) => HIDDEN,
            Err(BadCvc) => "",
        };
        format!("{card}.{expiry}.{cvc}")
    }

    /// Reads the string form. A forged URL can show nothing that the payer could not have entered.
    pub(super) fn parse(text: &str, now: Month) -> Option<Self> {
        let (card, rest) = text.split_once('.')?;
        let (expiry, cvc) = rest.split_once('.')?;
        let mut cards = TEST_CARDS.iter();
        let card = cards.find(|test| test.number.rsplit(' ').next() == Some(card));
        let number = card.map(|card| card.number).unwrap_or_default();
        let draft = Self::read(number, expiry, cvc, now);
        Some(Self {
            expiry: match expiry {
                PAST => Err(BadExpiry::Past),
                _ => draft.expiry,
            },
            cvc: match cvc {
                HIDDEN => Ok(Cvc::Hidden),
                _ => draft.cvc,
            },
            ..draft
        })
    }
}

/// Stand for a date in the past, and for a code that is not shown again.
const PAST: &str = "past";
const HIDDEN: &str = "hidden";

impl Expiry {
    /// Reads a month and the last two digits of a year.
    fn read(text: &str, now: Month) -> Result<Self, BadExpiry> {
        let digits = digits(text).replace('/', "");
        let is_number = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let parts = digits.split_at_checked(2).filter(|_| is_number);
        let (month, year) = parts.ok_or(BadExpiry::NotADate)?;
        let month = month.parse().ok().filter(|month| (1..=12).contains(month));
        let month = month.ok_or(BadExpiry::NotADate)?;
        let year: u16 = year.parse().map_err(|_| BadExpiry::NotADate)?;
        let century = now.year.saturating_sub(now.year % 100);
        let last = Month {
            year: century.saturating_add(year),
            month,
        };
        if last < now {
            return Err(BadExpiry::Past);
        }
        Ok(Self(last))
    }

    /// A date that is valid for at least a year.
    pub(super) fn example(now: Month) -> Self {
        Self(Month {
            year: now.year.saturating_add(1),
            month: 12,
        })
    }
}

impl fmt::Display for Expiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}", self.0.month, self.0.year % 100)
    }
}

/// The string without separators, and with ASCII digits, because an Arabic keyboard has other
/// digits.
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

    const NOW: Month = Month {
        year: 2026,
        month: 11,
    };

    fn read(number: &str, expiry: &str, cvc: &str) -> Draft {
        Draft::read(number, expiry, cvc, NOW)
    }

    #[test]
    fn each_test_card_has_its_fate() {
        for (number, expected) in [
            ("9218 0000 0000 0009", Fate::Approved),
            ("9218000000000017", Fate::Declined),
            ("9218-0000-0000-0025", Fate::Silent),
            ("٩٢١٨ ٠٠٠٠ ٠٠٠٠ ٠٠٠٩", Fate::Approved),
            ("۹۲۱۸ ۰۰۰۰ ۰۰۰۰ ۰۰۱۷", Fate::Declined),
        ] {
            let fate = read(number, "12/30", "123").fate();
            assert_eq!(fate, Some(expected), "{number}");
        }
        for expiry in ["11/26", "01/27", "1230", "١٢/٣٠", " 12 / 30 "] {
            let draft = read(TEST_CARDS[0].number, expiry, "٠١٢");
            assert!(draft.fate().is_some(), "{expiry}");
        }
    }

    #[test]
    fn an_expired_card_is_recognized() {
        for expiry in ["10/26", "12/25", "01/00", "١٠/٢٦"] {
            let draft = read(TEST_CARDS[0].number, expiry, "123");
            assert_eq!(draft.expiry, Err(BadExpiry::Past), "{expiry}");
            assert_eq!(draft.fate(), None);
        }
        assert_eq!(Expiry::example(NOW).to_string(), "12/27");
    }

    #[test]
    fn a_draft_comes_back_as_it_was() {
        for number in [TEST_CARDS[1].number, "", "4111 1111 1111 1111"] {
            for expiry in ["12/30", "10/26", "13/30", ""] {
                for cvc in ["123", "", "12"] {
                    let draft = read(number, expiry, cvc);
                    let text = draft.to_text();
                    assert_eq!(Draft::parse(&text, NOW), Some(draft), "{text}");
                    assert!(!text.contains("4111"));
                }
            }
        }
        let draft = read("4111 1111 1111 1111", "12/30", "123");
        assert!(!draft.to_text().contains("123."), "{}", draft.to_text());
        assert_eq!(draft.cvc, Ok(Cvc::Hidden), "it might be a real card's");
        assert_eq!(Draft::parse("no draft", NOW), None);
        let forged = Draft::parse("<b>.<i>.<u>", NOW);
        assert_eq!(forged, Some(read("", "", "")));
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
        let bad = |draft: Draft| (draft.card.is_none(), draft.expiry.err(), draft.cvc.err());
        for number in [
            "",
            "9218",
            "5123 4500 0000 0008",
            "9218 0000 0000 0010",
            "x",
        ] {
            assert_eq!(bad(read(number, good.1, good.2)), (true, None, None));
        }
        for expiry in [
            "", "13/30", "00/30", "12", "12/3", "12/2030", "ab/cd", "1é", "é1",
        ] {
            let expected = (false, Some(BadExpiry::NotADate), None);
            assert_eq!(bad(read(good.0, expiry, good.2)), expected, "{expiry}");
        }
        for cvc in ["", "12", "1234", "abc"] {
            assert_eq!(bad(read(good.0, good.1, cvc)), (false, None, Some(BadCvc)));
        }
    }
}
