//! Changes to a genuine callback, and whether the result may still be accepted.

use std::fmt::Write;

use crate::forgeries::content::Content;
use crate::forgeries::genuine::Genuine;
use crate::forgeries::genuine::Kind;
use crate::random::Random;

/// A changed callback.
pub(super) struct Mutant<'a> {
    /// The genuine callback whose verifier must reject the mutant.
    pub(super) origin: &'a Genuine,
    /// The kind as which the mutant is verified.
    pub(super) kind: Kind,
    pub(super) raw: Vec<u8>,
    /// A spelling that was added, and the key that PHP reads. If that key matters and the spelling
    /// is still there, the callback must be rejected.
    irregular: Option<(&'static str, &'static str)>,
}

impl<'a> Mutant<'a> {
    pub(super) fn of(pool: &'a [Genuine], random: &mut Random) -> Self {
        loop {
            let origin = &pool[random.below(pool.len())];
            let mut mutant = Self {
                origin,
                kind: origin.kind,
                raw: origin.raw.clone(),
                irregular: None,
            };
            for _ in 0..=random.below(6).saturating_sub(3) {
                mutant.change(pool, random);
            }
            if random.once_in(20) {
                mutant.add_irregular(random);
            }
            if random.once_in(20) {
                mutant.kind = random.pick(&Kind::ALL);
            }
            if mutant.kind != Kind::TlyncBody {
                mutant.raw = as_text(&mutant.raw);
            }
            if mutant.raw != origin.raw || mutant.kind != origin.kind {
                return mutant;
            }
        }
    }

    pub(super) fn says_what_a_genuine_one_says(&self, pool: &[Genuine]) -> bool {
        let Some(content) = Content::read(self.kind, &self.raw) else {
            return false;
        };
        let same = |genuine: &Genuine| {
            genuine.kind == self.kind
                && genuine.secret == self.origin.secret
                && genuine.content.hashed == content.hashed
                && genuine
                    .content
                    .covered(self.kind, genuine.covers)
                    .eq(content.covered(self.kind, genuine.covers))
        };
        let matters = |key: &str| key == "hashed" || self.kind.signs(key.as_bytes());
        let is_irregular = |(spelling, key)| matters(key) && content.has(spelling);
        !self.irregular.is_some_and(is_irregular) && pool.iter().any(same)
    }

    fn change(&mut self, pool: &[Genuine], random: &mut Random) {
        if self.raw.len() < 2 {
            return;
        }
        let raw = &mut self.raw;
        let place = random.below(raw.len());
        match random.below(18) {
            0 => raw[place] ^= 1 << random.below(8),
            1 => raw[place] = random.byte(),
            2 => raw[place] = random.pick(SPECIAL),
            3 => drop(raw.remove(place)),
            4 => raw.insert(place, random.byte()),
            5 => raw.insert(place, random.pick(SPECIAL)),
            6 => {
                let other = random.below(raw.len());
                raw.swap(place, other);
            }
            7 => raw.truncate(place),
            8 => self.change_digit(random),
            9 => self.change_case(random),
            10 => self.splice(pool, random),
            11 => self.exchange_part(pool, random),
            12 => self.change_parts(random, |parts, random| {
                parts.remove(random.below(parts.len()));
            }),
            13 => self.change_parts(random, |parts, random| {
                let part = parts[random.below(parts.len())].clone();
                parts.insert(random.below(parts.len()), part);
            }),
            14 => self.change_parts(random, |parts, random| {
                let (one, other) = (random.below(parts.len()), random.below(parts.len()));
                parts.swap(one, other);
            }),
            15 => self.escape_another_byte(random),
            _ => self.escape(random),
        }
    }

    /// Replaces a digit by another one, which gives another amount or another order.
    fn change_digit(&mut self, random: &mut Random) {
        let digits: Vec<_> = (0..self.raw.len())
            .filter(|&place| self.raw[place].is_ascii_digit())
            .collect();
        if !digits.is_empty() {
            self.raw[digits[random.below(digits.len())]] = random.pick(b"0123456789");
        }
    }

    fn change_case(&mut self, random: &mut Random) {
        let start = random.below(self.raw.len());
        let end = start + random.below(self.raw.len() - start) + 1;
        match random.below(3) {
            0 => self.raw[start..end].make_ascii_lowercase(),
            1 => self.raw[start..end].make_ascii_uppercase(),
            _ => self.raw[start] ^= 0x20,
        }
    }

    /// Joins the beginning of this callback and the end of another one.
    fn splice(&mut self, pool: &[Genuine], random: &mut Random) {
        let other = self.another(pool, random);
        self.raw.truncate(random.below(self.raw.len()));
        self.raw
            .extend_from_slice(&other.raw[random.below(other.raw.len())..]);
    }

    /// Replaces a pair by one of another callback, or adds that pair.
    fn exchange_part(&mut self, pool: &[Genuine], random: &mut Random) {
        let other = Parts::of(&self.another(pool, random).raw);
        let replaces = random.once_in(2);
        self.change_parts(random, |parts, random| {
            let foreign = other.parts[random.below(other.parts.len())].clone();
            let key = |part: &[u8]| {
                part.iter()
                    .take_while(|&&byte| !b"=:".contains(&byte))
                    .count()
            };
            let same_key = |part: &Vec<u8>| part[..key(part)] == foreign[..key(&foreign)];
            match parts.iter().position(same_key).filter(|_| replaces) {
                Some(place) => parts[place] = foreign,
                None => parts.insert(random.below(parts.len() + 1), foreign),
            }
        });
    }

    /// Another callback with the same secret. Signatures with another secret would prove nothing.
    fn another<'p>(&self, pool: &'p [Genuine], random: &mut Random) -> &'p Genuine {
        let of_secret: Vec<_> = pool
            .iter()
            .filter(|genuine| genuine.secret == self.origin.secret)
            .collect();
        random.pick(&of_secret)
    }

    fn change_parts(
        &mut self,
        random: &mut Random,
        change: impl FnOnce(&mut Vec<Vec<u8>>, &mut Random),
    ) {
        let mut parts = Parts::of(&self.raw);
        change(&mut parts.parts, random);
        self.raw = parts.joined();
    }

    /// Escapes a byte. In a JSON number, or if the byte is a separator, this changes the content.
    fn escape(&mut self, random: &mut Random) {
        let place = random.below(self.raw.len());
        let byte = self.raw[place];
        let escaped = match (self.origin.kind, random.below(4)) {
            (Kind::TlyncBody, 0) => format!("{} ", char::from(byte)),
            (Kind::TlyncBody, 1) => format!("\\u{byte:04x}"),
            (Kind::TlyncBody, _) => format!("\\u{byte:04X}"),
            (_, 0) if byte == b'+' => "%20".to_owned(),
            (_, 0 | 1) => format!("%{byte:02x}"),
            _ => format!("%{byte:02X}"),
        };
        self.raw.splice(place..=place, escaped.into_bytes());
    }

    /// Replaces a byte by another one, which is escaped.
    fn escape_another_byte(&mut self, random: &mut Random) {
        let place = random.below(self.raw.len());
        let byte = random.byte();
        let escaped = match self.origin.kind {
            Kind::TlyncBody => format!("\\u00{byte:02x}"),
            _ => format!("%{byte:02X}"),
        };
        self.raw.splice(place..=place, escaped.into_bytes());
    }

    /// Adds a key in a spelling that PHP reads as one that matters.
    fn add_irregular(&mut self, random: &mut Random) {
        let (spelling, key) = random.pick(&[
            ("invoice.no", "invoice_no"),
            ("invoice[no", "invoice_no"),
            ("amount[]", "amount"),
            ("hashed[]", "hashed"),
            (" approved", "approved"),
        ]);
        let part = match self.origin.kind {
            Kind::TlyncBody => format!("\"{spelling}\":1"),
            _ => format!("{}=1", spelling.replace(' ', "+")),
        };
        let mut parts = Parts::of(&self.raw);
        let place = random.below(parts.parts.len() + 1);
        parts.parts.insert(place, part.into_bytes());
        self.raw = parts.joined();
        self.irregular = Some((spelling, key));
    }
}

const SPECIAL: &[u8] = b"&=%+?[]. #;,:\"{}\\/*~-_0123456789ABCDEFabcdef\0\n\x7F";

/// The pairs of a query, or the members of a body without its braces.
struct Parts {
    parts: Vec<Vec<u8>>,
    is_body: bool,
}

impl Parts {
    fn of(raw: &[u8]) -> Self {
        let is_body = raw.starts_with(b"{");
        let inside = raw.strip_prefix(b"{").unwrap_or(raw);
        let inside = inside.strip_suffix(b"}").unwrap_or(inside);
        let separator = if is_body { b',' } else { b'&' };
        Self {
            parts: inside
                .split(|&byte| byte == separator)
                .map(<[u8]>::to_vec)
                .collect(),
            is_body,
        }
    }

    fn joined(&self) -> Vec<u8> {
        if self.is_body {
            [b"{", self.parts.join(&b',').as_slice(), b"}"].concat()
        } else {
            self.parts.join(&b'&')
        }
    }
}

/// Escapes a query's bytes that are not UTF-8, as every browser does.
fn as_text(raw: &[u8]) -> Vec<u8> {
    let mut text = String::new();
    for chunk in raw.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text.into_bytes()
}
