//! Callbacks as Plutu sends them, with random values.

use std::fmt::Write;

use crate::kind::Kind;
use crate::random::Random;

/// A key and its signed value.
pub(crate) type Pair = (&'static str, String);

/// A complete set of parameters, in some order.
pub(crate) fn pairs(kind: Kind, random: &mut Random) -> Vec<Pair> {
    let mut pairs = vec![("gateway", kind.gateway().to_owned())];
    pairs.extend(flags(kind, random));
    pairs.extend([
        ("invoice_no", invoice_no(random)),
        ("amount", amount(random)),
        ("transaction_id", line(random)),
    ]);
    match kind.gateway() {
        "mpgs" => pairs.push(("currency", "USD".to_owned())),
        "tlync" => pairs.push(("payment_method", payment_method(random))),
        _ => {}
    }
    if kind == Kind::TlyncReturn {
        pairs.retain(|(key, _)| ["approved", "invoice_no"].contains(key));
    }
    if random.once_in(2) {
        shuffle(&mut pairs, random);
    }
    pairs
}

/// The shop's own query, with keys and values as they are sent.
pub(crate) fn own_query(random: &mut Random) -> String {
    let pairs = [
        "order=77",
        "x",
        "a[]=1",
        "back=%2Fpaid%3Fx",
        "id=%FF",
        "note=a+b",
    ];
    let mut query = random.pick(&pairs).to_owned();
    if random.once_in(2) {
        let _ = write!(query, "&{}", random.pick(&pairs));
    }
    query
}

fn flags(kind: Kind, random: &mut Random) -> Vec<Pair> {
    let flags: &[(&str, &str)] = match random.below(10) {
        0 => &[],
        1 => &[("approved", "0")],
        2 => &[("approved", "")],
        3 if kind.gateway() != "tlync" => &[("canceled", "1")],
        4 if kind.gateway() != "tlync" => &[("approved", "0"), ("canceled", "1")],
        5 if kind.gateway() != "tlync" => &[("approved", "1"), ("canceled", "0")],
        _ => &[("approved", "1")],
    };
    let owned = |&(key, value): &(&'static str, &str)| (key, value.to_owned());
    flags.iter().map(owned).collect()
}

fn invoice_no(random: &mut Random) -> String {
    let characters = b"ABCXYZabcxyz0123456789._-";
    let length = 1 + random.below(20);
    let character = |_| char::from(random.pick(characters));
    (0..length).map(character).collect()
}

/// An amount of at most twelve digits, because PHP prints such a JSON number without rounding.
fn amount(random: &mut Random) -> String {
    let digits = random.pick(&[1, 10, 1_000, 1_000_000, 10_000_000_000]);
    let units = random.below(digits);
    match random.below(3) {
        0 => format!("{}", units + 1),
        1 => format!("{units}.{}", 1 + random.below(9)),
        _ => format!("{units}.{:02}", 1 + random.below(99)),
    }
}

fn payment_method(random: &mut Random) -> String {
    let methods = ["tadawul", "edfaly", "sadad", "mobicash", "moamalat"];
    match random.below(6) {
        0 => line(random),
        _ => random.pick(&methods).to_owned(),
    }
}

/// A string that is not blank and has no control characters.
fn line(random: &mut Random) -> String {
    let mut line = (100_000 + random.below(900_000)).to_string();
    if random.once_in(2) {
        for _ in 0..random.below(12) {
            let place = random.below(2) * line.len();
            line.insert(place, character(random));
        }
    }
    line
}

fn character(random: &mut Random) -> char {
    match random.below(6) {
        0 => random.pick(&[
            'é',
            'ß',
            'د',
            'ل',
            '٣',
            '\u{FEFF}',
            '\u{FFFD}',
            '€',
            '😀',
            '\u{10FFFF}',
        ]),
        1 => random.pick(&[
            ' ', '+', '%', '&', '=', '*', '~', '.', '-', '_', '[', ']', '#', ';', '"', '\\', '/',
            '?',
        ]),
        _ => char::from(b' ' + u8::try_from(random.below(95)).expect("it is below 95")),
    }
}

pub(crate) fn shuffle<T>(items: &mut [T], random: &mut Random) {
    for index in (1..items.len()).rev() {
        items.swap(index, random.below(index + 1));
    }
}

/// The members of a body with the same content, as strings or as JSON numbers and flags. The pairs
/// are changed to the values that PHP reads.
pub(crate) fn members(pairs: &mut [Pair], random: &mut Random) -> Vec<String> {
    let member = |(key, value): &mut Pair| {
        let literal = match *key {
            "approved" | "canceled" if random.once_in(2) => flag(value, random),
            "amount" if random.once_in(2) => {
                let literal = value.clone();
                // PHP prints a number without trailing zeros.
                if value.contains('.') {
                    value.truncate(value.trim_end_matches('0').trim_end_matches('.').len());
                }
                literal
            }
            "transaction_id" if random.once_in(3) => {
                *value = random.next().cast_signed().to_string();
                value.clone()
            }
            _ => string(value, random),
        };
        format!("{}:{literal}", string(key, random))
    };
    pairs.iter_mut().map(member).collect()
}

fn flag(value: &str, random: &mut Random) -> String {
    let spellings: [&str; 3] = match value {
        "1" => ["true", "1", "1.0"],
        "0" => ["false", "0", "0.0"],
        _ => ["\"\"", "\"\"", "\"\""],
    };
    random.pick(&spellings).to_owned()
}

/// A JSON string in which some characters are escaped.
pub(crate) fn string(text: &str, random: &mut Random) -> String {
    let often = random.pick(&[2, 10, 1_000]);
    let mut string = String::from("\"");
    for character in text.chars() {
        if matches!(character, '"' | '\\' | '\0'..='\x1F') || random.once_in(often) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = match random.below(2) {
                    0 => write!(string, "\\u{unit:04x}"),
                    _ => write!(string, "\\u{unit:04X}"),
                };
            }
        } else {
            string.push(character);
        }
    }
    string.push('"');
    string
}
