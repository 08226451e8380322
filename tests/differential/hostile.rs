//! Callbacks that only an attacker sends. They are nearly correct, with hostile bytes and
//! encodings.

use std::fmt::Write;

use crate::honest;
use crate::kind::Kind;
use crate::oracle::View;
use crate::random::Random;

/// A callback without its hash, in parts: the pairs of a query or the members of a body.
pub(crate) struct Draft {
    pub(crate) kind: Kind,
    parts: Vec<Vec<u8>>,
}

impl Draft {
    pub(crate) fn new(kind: Kind, random: &mut Random) -> Self {
        let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = honest::pairs(kind, random)
            .into_iter()
            .map(|(key, value)| (key.as_bytes().to_vec(), value.into_bytes()))
            .collect();
        for _ in 0..random.below(5).saturating_sub(1) {
            change(&mut pairs, random);
        }
        if random.once_in(4) {
            pairs.insert(random.below(pairs.len() + 1), extra(random));
        }
        if random.once_in(4) {
            add_literals(&mut pairs, random);
        }
        let often = random.pick(&[2, 10, 1_000]);
        let part = |(key, value): (Vec<u8>, Vec<u8>)| {
            if kind.is_body() {
                member(&key, &value, random)
            } else {
                let (key, value) = (spelled(&key, often, random), spelled(&value, often, random));
                [key, value].join(&b'=')
            }
        };
        let parts = pairs.into_iter().map(part).collect();
        Self { kind, parts }
    }

    pub(crate) fn unsigned(&self) -> Vec<u8> {
        joined(self.kind, &self.parts)
    }

    /// The callback with a hash, which is mostly the one that Plutu would send.
    pub(crate) fn signed(mut self, view: Option<&View>, random: &mut Random) -> Vec<u8> {
        let mac = |random: &mut Random| match (view, random.below(12)) {
            (None, _) | (_, 0) => "0".repeat(64),
            (Some(view), 1..=2) => view.everything.clone(),
            (Some(view), 3..=5) => view.everything_as_sent.clone(),
            (Some(view), _) => view.signed_keys.clone(),
        };
        let mut hash = mac(random);
        match random.below(40) {
            0 => hash.make_ascii_lowercase(),
            1 => hash.truncate(random.below(65)),
            2 => hash.push(random.pick(&['0', ' ', '\n', '\0'])),
            _ => {}
        }
        let is_escaped = random.once_in(20);
        let hashed = match (self.kind.is_body(), is_escaped) {
            (false, false) => format!("hashed={hash}"),
            (false, true) => format!(
                "%68ashed=%{:02x}{}",
                hash.as_bytes().first().unwrap_or(&b'0'),
                hash.get(1..).unwrap_or("")
            ),
            (true, false) => format!("\"hashed\":{}", honest::string(&hash, &mut Random::new(2))),
            (true, true) => format!(
                "{}:{}",
                honest::string("hashed", random),
                honest::string(&hash, random)
            ),
        };
        self.parts
            .insert(random.below(self.parts.len() + 1), hashed.into_bytes());
        if random.once_in(3) {
            self.change_part(random);
        }
        let mut raw = joined(self.kind, &self.parts);
        if random.once_in(4) {
            change_byte(&mut raw, random);
        }
        if random.once_in(30) {
            raw.insert(0, random.pick(b"? &"));
        }
        if self.kind.is_body() {
            raw
        } else {
            as_text(&raw)
        }
    }

    /// Changes a part of a signed callback in a way that needs no secret.
    fn change_part(&mut self, random: &mut Random) {
        let place = random.below(self.parts.len());
        match random.below(6) {
            0 => drop(self.parts.remove(place)),
            1 => self
                .parts
                .insert(place, self.parts[random.below(self.parts.len())].clone()),
            2 => {
                let other = random.below(self.parts.len());
                self.parts.swap(place, other);
            }
            _ => {
                let (key, value) = extra(random);
                let part = if self.kind.is_body() {
                    member(&key, &value, random)
                } else {
                    [spelled(&key, 10, random), spelled(&value, 10, random)].join(&b'=')
                };
                self.parts.insert(place, part);
            }
        }
    }
}

fn joined(kind: Kind, parts: &[Vec<u8>]) -> Vec<u8> {
    if kind.is_body() {
        [b"{", parts.join(&b',').as_slice(), b"}"].concat()
    } else {
        parts.join(&b'&')
    }
}

fn change(pairs: &mut Vec<(Vec<u8>, Vec<u8>)>, random: &mut Random) {
    if pairs.is_empty() {
        return;
    }
    let place = random.below(pairs.len());
    match random.below(10) {
        0 => drop(pairs.remove(place)),
        1 => pairs.insert(place, pairs[random.below(pairs.len())].clone()),
        2 => honest::shuffle(pairs, random),
        3 => pairs[place].0 = key(random),
        4 | 5 => pairs[place].1 = value(random),
        _ => pairs.insert(random.below(pairs.len() + 1), extra(random)),
    }
}

/// Adds undeclared keys that PHP cannot sign as they are sent: a duplicate key, or one that PHP
/// renames or drops. Or adds a currency.
fn add_literals(pairs: &mut Vec<(Vec<u8>, Vec<u8>)>, random: &mut Random) {
    let irregular = [
        "a.b",
        "x y",
        " x",
        "x ",
        "x[]",
        "x[0]",
        "x[",
        "[x]",
        "",
        "x\0y",
        "amount_due ",
        "currency[",
        "currency[]",
        " currency",
    ];
    let keys = match random.below(3) {
        0 => vec![random.pick(&irregular)],
        1 => vec![random.pick(&["fee", "order", "5", "\u{e9}", ""]); 2],
        _ => vec!["currency"],
    };
    let values = ["1", "1", "2", "", "LYD", "USD", "EUR", "a b"];
    for key in keys {
        let pair = (key.into(), random.pick(&values).into());
        pairs.insert(random.below(pairs.len() + 1), pair);
    }
}

/// A pair that Plutu does not send.
fn extra(random: &mut Random) -> (Vec<u8>, Vec<u8>) {
    (key(random), value(random))
}

fn key(random: &mut Random) -> Vec<u8> {
    let signed = [
        "gateway",
        "approved",
        "canceled",
        "invoice_no",
        "amount",
        "transaction_id",
        "currency",
        "payment_method",
        "hashed",
    ];
    let undeclared = [
        "order",
        "x",
        "a[]",
        "a[b]",
        "[x]",
        "5",
        "",
        "Amount",
        "amount_due",
        "[amount]",
        "amount]",
        "note.x",
        "x y",
        "\u{e9}",
    ];
    match random.below(10) {
        0 => random.pick(&signed).into(),
        1 | 2 => irregular(random.pick(&signed), random),
        3 => (0..random.below(5)).map(|_| random.byte()).collect(),
        _ => random.pick(&undeclared).into(),
    }
}

/// A spelling that PHP may read as the key.
fn irregular(key: &str, random: &mut Random) -> Vec<u8> {
    let marks: [&[u8]; 9] = [b" ", b".", b"[", b"]", b"[]", b"[0]", b"\0", b"_", b"\n"];
    let mut spelling = key.as_bytes().to_vec();
    if random.once_in(2) {
        for byte in &mut spelling {
            if *byte == b'_' {
                *byte = random.pick(b". [_-");
            }
        }
    }
    for _ in 0..random.below(3) {
        let inside = random.below(spelling.len());
        let place = random.pick(&[0, spelling.len(), inside]);
        spelling.splice(place..place, random.pick(&marks).iter().copied());
    }
    spelling
}

fn value(random: &mut Random) -> Vec<u8> {
    let values = [
        "",
        "0",
        "1",
        "2",
        "true",
        " 1",
        "1 ",
        "01",
        "1.0",
        "5",
        "5.00",
        "05",
        "-1",
        "1e3",
        "INF",
        "0.001",
        "USD",
        "LYD",
        "usd",
        "mpgs",
        "localbankcards",
        "tlync",
        "a&b=c",
        "a=b",
        "%41",
        "%",
        "%zz",
        "+",
        "x y",
        "*~",
        "\0",
        "1\n",
        "\u{e9}",
        "\u{85}",
        "\u{661}",
    ];
    match random.below(8) {
        0 | 1 => (0..random.below(6)).map(|_| random.byte()).collect(),
        2 => vec![b'9'; 250 + random.below(10)],
        3 => number(random).into_bytes(),
        _ => random.pick(&values).into(),
    }
}

/// A query's key or value with some bytes escaped. Sometimes a byte is escaped that need not be, or
/// the escape is malformed.
fn spelled(bytes: &[u8], often: usize, random: &mut Random) -> Vec<u8> {
    let is_text = std::str::from_utf8(bytes).is_ok() && random.once_in(2);
    let mut spelling = Vec::new();
    for &byte in bytes {
        let is_plain = byte.is_ascii_alphanumeric()
            || b"-_.*~/:,;@!$'()[]".contains(&byte)
            || (!byte.is_ascii() && is_text);
        match byte {
            b' ' if !random.once_in(often) => spelling.push(b'+'),
            b'%' if random.once_in(often) => spelling.push(b'%'),
            b'=' | b'&' | b'+' if random.once_in(50) => spelling.push(byte),
            // A character of several bytes is not split.
            _ if is_plain && (!byte.is_ascii() || !random.once_in(often)) => spelling.push(byte),
            _ if random.once_in(2) => spelling.extend(format!("%{byte:02x}").bytes()),
            _ => spelling.extend(format!("%{byte:02X}").bytes()),
        }
    }
    spelling
}

fn member(key: &[u8], value: &[u8], random: &mut Random) -> Vec<u8> {
    let key = honest::string(&String::from_utf8_lossy(key), random);
    let text = String::from_utf8_lossy(value);
    let literals = [
        "null",
        "true",
        "false",
        "0",
        "1",
        "-0",
        "-0.0",
        "1.0",
        "5.00",
        "1e3",
        "[]",
        "{}",
        "[1,\"x\"]",
        "{\"amount\":5}",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "\"\\ud83d\\ude00\"",
        "1e999",
        "9223372036854775808",
        "0.30000000000000004",
        "01",
        "1.",
        "+1",
        "tru",
        "TRUE",
        "\"\\x\"",
        "\"\u{7f}\"",
    ];
    let literal = match random.below(40) {
        0 => random.pick(&literals).to_owned(),
        1 | 2 => number(random),
        3..=9 if text.parse::<f64>().is_ok_and(f64::is_finite) => text.into_owned(),
        _ => honest::string(&text, random),
    };
    let spaces = ["", "", "", "", "", "", " ", "\n", "\t\r"];
    let space = match random.below(200) {
        0 => "\u{b}",
        _ => random.pick(&spaces),
    };
    format!("{key}{space}:{space}{literal}{space}").into_bytes()
}

/// A number as JSON writes it, of any size and sign.
pub(crate) fn number(random: &mut Random) -> String {
    let mut number = String::new();
    if random.once_in(4) {
        number.push('-');
    }
    let digits = |count: usize, random: &mut Random| {
        (0..count)
            .map(|_| char::from(random.pick(b"0001234567899")))
            .collect::<String>()
    };
    let length = 1 + random.below(10);
    let whole = digits(length, random);
    let whole = whole.trim_start_matches('0');
    number.push_str(if whole.is_empty() { "0" } else { whole });
    if random.once_in(2) {
        let length = 1 + random.below(8);
        let _ = write!(number, ".{}", digits(length, random));
    }
    if random.once_in(3) {
        let sign = random.pick(&["", "+", "-"]);
        let end = random.pick(&[4, 20, 350]);
        let _ = write!(number, "e{sign}{}", random.below(end));
    }
    number
}

fn change_byte(raw: &mut Vec<u8>, random: &mut Random) {
    if raw.is_empty() {
        return;
    }
    let special = b"&=%+?[]. \0\n\"\\{},:0159AFaf";
    let place = random.below(raw.len());
    match random.below(6) {
        0 => raw[place] ^= 1 << random.below(8),
        1 => raw[place] = random.byte(),
        2 => raw[place] = random.pick(special),
        3 => raw.insert(place, random.pick(special)),
        4 => drop(raw.remove(place)),
        _ => {
            let other = random.below(raw.len());
            raw.swap(place, other);
        }
    }
}

/// Escapes a query's bytes that are not UTF-8, as every browser does. Also escapes NUL, which no
/// request line contains: `parse_str` reads it as the end.
fn as_text(raw: &[u8]) -> Vec<u8> {
    let mut text = String::new();
    for chunk in raw.utf8_chunks() {
        text.push_str(&chunk.valid().replace('\0', "%00"));
        for byte in chunk.invalid() {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text.into_bytes()
}
