//! A request's fields: decoded once, then read field by field, so that all bad fields are reported
//! at once.
//!
//! One bad field gets the code that official plugins have for it; several are `INVALID_INPUTS`.
//! Which code Plutu gives is not known.

use std::net::AddrParseError;

use axum::extract::FromRequest;
use axum::extract::Request;
use plutu_core::FieldError;
use plutu_core::ParseAmountError;

use crate::api::body;
use crate::api::body::Fields;
use crate::api::body::Value;
use crate::api::envelope::BadFields;
use crate::api::envelope::INVALID_AMOUNT;
use crate::api::envelope::INVALID_INPUTS;
use crate::api::envelope::INVALID_OTP;
use crate::api::envelope::Refusal;
use crate::journal::shortened;

/// The fields of a request, and what was found wrong with them so far. Unknown fields are
/// tolerated.
pub(super) struct Form {
    fields: Fields,
    bad: BadFields,
    /// The code of each bad field.
    codes: Vec<&'static str>,
}

impl Form {
    /// Reads a field that must be there.
    pub(super) fn required<T, E: Broken>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match self.only(name) {
            Ok(Some(text)) if text.is_empty() => self.refuse(name, "it is empty"),
            Ok(Some(text)) => self.read(name, &text, read),
            Ok(None) => self.refuse(name, "it is missing"),
            Err(reason) => self.refuse(name, reason),
        }
    }

    /// Reads a field that may be missing or empty: both mean that it is not given (our decision).
    pub(super) fn optional<T, E: Broken>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match self.only(name) {
            Ok(text) => {
                let text = text.filter(|text| !text.is_empty())?;
                self.read(name, &text, read)
            }
            Err(reason) => self.refuse(name, reason),
        }
    }

    /// Checks the payer's mobile number. People write one in many ways; over the wire go the ten
    /// digits of the documentation, in which the field's type keeps it, or the nine without the
    /// zero, which the official WooCommerce plugin sends.
    ///
    /// What is given back is masked: nobody needs the number itself.
    pub(super) fn mobile_number(
        &mut self,
        normalize: impl FnOnce(&str) -> Result<String, FieldError>,
    ) -> Option<String> {
        self.required("mobile_number", |text| match normalize(text) {
            Ok(number) if number == text || number.strip_prefix('0') == Some(text) => {
                Ok(masked_number(&number))
            }
            Ok(_) => Err(FieldError::new(
                "mobile number",
                "it is written neither as 09XXXXXXXX nor as 9XXXXXXXX",
            )),
            Err(error) => Err(error),
        })
    }

    /// Reads a field's value. plutu-core's types are lenient with what people type; what an
    /// application sends must be plain already.
    fn read<T, E: Broken>(
        &mut self,
        name: &'static str,
        text: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
            return self.refuse(name, "it has spaces around it");
        }
        if text.chars().any(|it| it.is_numeric() && !it.is_ascii()) {
            return self.refuse(name, "it has digits that are not ASCII");
        }
        match read(text) {
            Ok(value) => Some(value),
            Err(error) => self.refuse(name, &error.rule()),
        }
    }

    /// The text of a field as it came, whether it is valid or not.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.fields.iter().find_map(|(key, value)| match value {
            Value::Text(text) if key == name => Some(text.as_str()),
            _ => None,
        })
    }

    /// The fields as they may be shown: nothing that belongs to the payer alone.
    pub(super) fn masked(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().take(MAX_SHOWN);
        let fields = fields.map(|(name, value)| {
            let text = match value {
                Value::Text(text) => masked(name, text),
                Value::Null => "null".to_owned(),
                Value::NoText(reason) => format!("({reason})"),
            };
            (shortened(name), text)
        });
        let mut room = MAX_SHOWN_BYTES;
        fields
            .take_while(|(name, text)| {
                let left = room.checked_sub(name.len().saturating_add(text.len()));
                room = left.unwrap_or_default();
                left.is_some()
            })
            .collect()
    }

    /// Gives back what was made of the fields, unless one of them is bad.
    pub(super) fn finish<T>(mut self, value: Option<T>) -> Result<T, Refusal> {
        if let Some(value) = value.filter(|_| self.bad.is_empty()) {
            return Ok(value);
        }
        let names: Vec<&str> = self.fields.iter().map(|(name, _)| name.as_str()).collect();
        self.bad.sort_by_names(&names);
        Err(Refusal::bad_fields(one_code(&self.codes), self.bad))
    }

    /// The field's text. PHP would take the last one of several; no client means to send several.
    fn only(&self, name: &str) -> Result<Option<String>, &'static str> {
        let mut values = self.fields.iter().filter(|(key, _)| key == name);
        let value = values.next().map(|(_, value)| value);
        if values.next().is_some() {
            return Err("it is given more than once");
        }
        match value {
            Some(Value::Text(text)) => Ok(Some(text.clone())),
            Some(Value::NoText(reason)) => Err(reason),
            Some(Value::Null) | None => Ok(None),
        }
    }

    fn refuse<T>(&mut self, name: &'static str, reason: &str) -> Option<T> {
        let text = self.text(name);
        let value = self.fields.iter().find(|(key, _)| key == name);
        let code = match value {
            Some((_, Value::Text(text))) => code_of(name, Some(text)),
            Some((_, Value::NoText(reason))) => code_of(name, Some(reason)),
            Some((_, Value::Null)) | None => code_of(name, None),
        };
        let number = text.filter(|text| name == "mobile_number" && !text.is_empty());
        let reason = match number.map(shape) {
            Some(shape) => format!("{reason} ({shape})"),
            None => reason.to_owned(),
        };
        self.codes.push(code);
        self.bad.blame(name, reason);
        None
    }
}

/// Why a field's value is not valid: the rule alone, as the message names the field.
pub(super) trait Broken {
    fn rule(&self) -> String;
}

impl Broken for FieldError {
    fn rule(&self) -> String {
        self.reason().to_owned()
    }
}

impl Broken for ParseAmountError {
    fn rule(&self) -> String {
        FieldError::from(*self).rule()
    }
}

impl Broken for AddrParseError {
    fn rule(&self) -> String {
        "it is not an IP address".to_owned()
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        Ok(Self {
            fields: body::read(request, state).await?,
            bad: BadFields::default(),
            codes: Vec::new(),
        })
    }
}

/// The code of a bad field, where the official plugins have one; `text` is what it holds.
fn code_of(name: &str, text: Option<&str>) -> &'static str {
    match (name, text) {
        ("mobile_number", None | Some("")) => "EMPTY_MOBILE_NUMBER",
        ("mobile_number", Some(_)) => INVALID_MOBILE_NUMBER,
        ("birth_year", None | Some("")) => "EMPTY_BIRTH_YEAR",
        ("birth_year", Some(_)) => INVALID_NUMBER_OR_YEAR,
        ("amount", Some(_)) => INVALID_AMOUNT,
        ("code", Some(_)) => INVALID_OTP,
        _ => INVALID_INPUTS,
    }
}

/// The one code for all bad fields.
fn one_code(codes: &[&'static str]) -> &'static str {
    match codes {
        [code] => code,
        [INVALID_MOBILE_NUMBER, INVALID_NUMBER_OR_YEAR]
        | [INVALID_NUMBER_OR_YEAR, INVALID_MOBILE_NUMBER] => INVALID_NUMBER_OR_YEAR,
        _ => INVALID_INPUTS,
    }
}

/// A field's text as it may be shown.
fn masked(name: &str, text: &str) -> String {
    match name {
        "mobile_number" => shape(text),
        "code" | "email" => "•".repeat(text.chars().count().min(6)),
        _ => shortened(text),
    }
}

/// The first and the last digits of a number that has enough of them.
fn masked_number(number: &str) -> String {
    let ends = number.get(..3).zip(number.len().checked_sub(2));
    let ends = ends.and_then(|(begin, last)| Some((begin, number.get(last..)?)));
    match ends.filter(|_| number.len() >= 10 && number.len() < 20) {
        Some((begin, end)) => format!("{begin}•••••{end}"),
        None => "•••••".to_owned(),
    }
}

/// What a number looks like, as it came: `9•••••••3, 9 digits`. It says what is wrong with one that
/// is refused, and not whose it is.
fn shape(number: &str) -> String {
    let digits = number.chars().filter(char::is_ascii_digit).count();
    if number.chars().count() > MAX_SHAPE {
        return format!("…, {digits} digits");
    }
    let mut place = 0_usize;
    let shape: String = number
        .chars()
        .map(|character| match character {
            '0'..='9' => {
                place = place.saturating_add(1);
                let is_end = digits >= MIN_DIGITS && (place == 1 || place == digits);
                if is_end { character } else { '•' }
            }
            '+' | '-' | '.' | '(' | ')' | ' ' => character,
            _ => '?',
        })
        .collect();
    format!("{shape}, {digits} digits")
}

const INVALID_MOBILE_NUMBER: &str = "INVALID_MOBILE_NUMBER";
const INVALID_NUMBER_OR_YEAR: &str = "INVALID_MOBILE_NUMBER_OR_BIRTH_YEAR";

/// How many fields of a call are kept, and how many bytes of them.
const MAX_SHOWN: usize = 32;
const MAX_SHOWN_BYTES: usize = 8 * 1024;

/// The longest number whose shape is shown, and the fewest digits of one whose ends are.
const MAX_SHAPE: usize = 24;
const MIN_DIGITS: usize = 7;

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn a_number_shows_its_shape() {
        let long = "9".repeat(25);
        for (number, expected) in [
            ("0913632323", "0••••••••3, 10 digits"),
            ("913632323", "9•••••••3, 9 digits"),
            ("+218 91-3632323", "+2•• ••-••••••3, 12 digits"),
            ("٠٩١٣٦٣٢٣٢٣", "??????????, 0 digits"),
            ("091363", "••••••, 6 digits"),
            ("09136\u{202e}\n", "•••••??, 5 digits"),
            ("", ", 0 digits"),
            (&long, "…, 25 digits"),
        ] {
            assert_eq!(shape(number), expected);
        }
    }
}
