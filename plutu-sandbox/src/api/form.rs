//! A request's fields. They are decoded once, then each field is read as declared, so that all
//! invalid fields are reported together.
//!
//! One invalid field gets the code that official plugins have for it. Several invalid fields get
//! `INVALID_INPUTS`. It is not known which codes Plutu uses.

use axum::extract::FromRequest;
use axum::extract::Request;
use plutu_core::BirthYear;
use plutu_core::FieldError;
use plutu_core::field::FieldKind;
use plutu_core::spec::FieldSpec;

use crate::api::body;
use crate::api::body::Fields;
use crate::api::body::Value;
use crate::api::envelope::BadFields;
use crate::api::envelope::INVALID_AMOUNT;
use crate::api::envelope::INVALID_INPUTS;
use crate::api::envelope::INVALID_OTP;
use crate::api::envelope::Refusal;
use crate::gateway::Endpoint;
use crate::gateway::Role;
use crate::journal::shortened;
use crate::own::ReceivedFields;

/// The fields of a request, and the errors found so far. Unknown fields are accepted.
pub(super) struct Form {
    fields: Fields,
    bad: BadFields,
    /// The code of each invalid field.
    codes: Vec<&'static str>,
}

impl Form {
    /// Reads the fields of a request as declared. Missing and invalid fields are left out of the
    /// result.
    pub(super) fn read(&mut self, endpoint: Endpoint, year: u16) -> ReceivedFields {
        let fields = reading_order(endpoint).into_iter();
        let fields = fields.filter_map(|field| Some((field, self.field(field, year)?)));
        ReceivedFields::new(fields.collect())
    }

    /// Reads a received field as a value of the payment.
    pub(super) fn meaning<T>(
        &mut self,
        fields: &ReceivedFields,
        field: Option<&'static FieldSpec>,
        read: impl FnOnce(&str) -> Result<T, FieldError>,
    ) -> Option<T> {
        let field = field?;
        match read(fields.field(field.name)?) {
            Ok(value) => Some(value),
            Err(error) => self.refuse(field, error.reason()),
        }
    }

    /// Reads a field. An optional field may be missing or empty; both mean that it has no value
    /// (our decision).
    fn field(&mut self, field: &'static FieldSpec, year: u16) -> Option<String> {
        match self.only(field.wire) {
            Ok(text) if !field.is_required && text.as_deref().unwrap_or_default().is_empty() => {
                None
            }
            Ok(Some(text)) if text.is_empty() => self.refuse(field, "it is empty"),
            Ok(Some(text)) => match check(field, &text, year) {
                Ok(()) => Some(text),
                Err(error) => self.refuse(field, error.reason()),
            },
            Ok(None) => self.refuse(field, "it is missing"),
            Err(reason) => self.refuse(field, reason),
        }
    }

    /// The raw value of a field, whether it is valid or not.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.fields.iter().find_map(|(key, value)| match value {
            Value::Text(text) if key == name => Some(text.as_str()),
            _ => None,
        })
    }

    /// The fields in a form that may be shown. Values that a declaration hides are masked.
    pub(super) fn masked(
        &self,
        declared: impl Fn(&str) -> Option<&'static FieldSpec>,
    ) -> Vec<(String, String)> {
        let fields = self.fields.iter().take(MAX_SHOWN);
        let fields = fields.map(|(name, value)| {
            let text = match value {
                Value::Text(text) => masked(declared(name), text),
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

    /// Returns the value, or an error if a field is invalid.
    pub(super) fn finish<T>(mut self, value: Option<T>) -> Result<T, Refusal> {
        if let Some(value) = value.filter(|_| self.bad.is_empty()) {
            return Ok(value);
        }
        let names: Vec<&str> = self.fields.iter().map(|(name, _)| name.as_str()).collect();
        self.bad.sort_by_names(&names);
        Err(Refusal::bad_fields(one_code(&self.codes), self.bad))
    }

    /// The value of a field that is sent once. PHP would use the last of several values, but no
    /// client sends several on purpose.
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

    fn refuse<T>(&mut self, field: &'static FieldSpec, reason: &str) -> Option<T> {
        let name = field.wire;
        let text = self.text(name);
        let value = self.fields.iter().find(|(key, _)| key == name);
        let code = match value {
            Some((_, Value::Text(text))) => code_of(field.kind(), Some(text)),
            Some((_, Value::NoText(reason))) => code_of(field.kind(), Some(reason)),
            Some((_, Value::Null)) | None => code_of(field.kind(), None),
        };
        let is_number = field.kind() == FieldKind::MobileNumber;
        let number = text.filter(|text| is_number && !text.is_empty());
        let reason = match number.map(shape) {
            Some(shape) => format!("{reason} ({shape})"),
            None => reason.to_owned(),
        };
        self.codes.push(code);
        self.bad.blame(name, reason);
        None
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

/// A request's fields in the order in which errors name them: first the fields that every page
/// needs.
fn reading_order(endpoint: Endpoint) -> Vec<&'static FieldSpec> {
    let mut fields: Vec<_> = endpoint.fields().iter().collect();
    if endpoint.role() == Role::Page {
        let needs = [
            FieldKind::Amount,
            FieldKind::InvoiceNo,
            FieldKind::ReturnUrl,
        ];
        fields.sort_by_key(|field| !needs.contains(&field.kind()));
    }
    fields
}

/// Checks a field's value as declared. It also checks two rules that no declaration contains: the
/// birth years of the current year, and the length of a URL.
fn check(field: &FieldSpec, text: &str, year: u16) -> Result<(), FieldError> {
    check_plain(field, text)?;
    let is_url = matches!(field.kind(), FieldKind::ReturnUrl | FieldKind::CallbackUrl);
    if is_url && text.len() > MAX_URL {
        return Err(FieldError::new("URL", "it is longer than 8,192 bytes"));
    }
    field.check(text)?;
    if field.kind() == FieldKind::BirthYear {
        BirthYear::in_year(text, year)?;
    }
    Ok(())
}

/// plutu-core's types accept spaces and Arabic digits, because people type them. In a request they
/// are errors. Free text may contain anything.
fn check_plain(field: &FieldSpec, text: &str) -> Result<(), FieldError> {
    let rule = |reason| Err(FieldError::new("value", reason));
    if field.kind() == FieldKind::Text {
        return Ok(());
    }
    if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        return rule("it has spaces around it");
    }
    if text.chars().any(|it| it.is_numeric() && !it.is_ascii()) {
        return rule("it has digits that are not ASCII");
    }
    if text.contains(DIRECTIONS) {
        return rule("it has invisible marks, as copied Arabic text does");
    }
    Ok(())
}

/// The marks of direction that plutu-core's types drop.
const DIRECTIONS: [char; 3] = ['\u{200E}', '\u{200F}', '\u{061C}'];

/// The code of an invalid field, if the official plugins have one. `text` is its value.
fn code_of(kind: FieldKind, text: Option<&str>) -> &'static str {
    match (kind, text) {
        (FieldKind::MobileNumber, None | Some("")) => "EMPTY_MOBILE_NUMBER",
        (FieldKind::MobileNumber, Some(_)) => INVALID_MOBILE_NUMBER,
        (FieldKind::BirthYear, None | Some("")) => "EMPTY_BIRTH_YEAR",
        (FieldKind::BirthYear, Some(_)) => INVALID_NUMBER_OR_YEAR,
        (FieldKind::Amount, Some(_)) => INVALID_AMOUNT,
        (FieldKind::Otp { .. }, Some(_)) => INVALID_OTP,
        _ => INVALID_INPUTS,
    }
}

/// The code of the answer, for all invalid fields together.
fn one_code(codes: &[&'static str]) -> &'static str {
    match codes {
        [code] => code,
        [INVALID_MOBILE_NUMBER, INVALID_NUMBER_OR_YEAR]
        | [INVALID_NUMBER_OR_YEAR, INVALID_MOBILE_NUMBER] => INVALID_NUMBER_OR_YEAR,
        _ => INVALID_INPUTS,
    }
}

/// A field's value in a form that may be shown.
fn masked(field: Option<&FieldSpec>, text: &str) -> String {
    match field {
        Some(field) if field.kind() == FieldKind::MobileNumber => shape(text),
        Some(field) if field.is_hidden() => "•".repeat(text.chars().count().min(6)),
        _ => shortened(text),
    }
}

/// The first three and the last two digits of a number that is long enough.
pub(super) fn masked_number(number: &str) -> String {
    let ends = number.get(..3).zip(number.len().checked_sub(2));
    let ends = ends.and_then(|(begin, last)| Some((begin, number.get(last..)?)));
    match ends.filter(|_| number.len() >= 10 && number.len() < 20) {
        Some((begin, end)) => format!("{begin}•••••{end}"),
        None => "•••••".to_owned(),
    }
}

/// The shape of a number: `9•••••••3, 9 digits`. It shows why a number is refused, without
/// revealing the number.
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

/// The longest URL that is accepted, in bytes (our decision): a payment stores it with each of its
/// callbacks.
const MAX_URL: usize = 8 * 1024;

const INVALID_MOBILE_NUMBER: &str = "INVALID_MOBILE_NUMBER";
const INVALID_NUMBER_OR_YEAR: &str = "INVALID_MOBILE_NUMBER_OR_BIRTH_YEAR";

/// How many fields of a call are kept, and how many bytes of them.
const MAX_SHOWN: usize = 32;
const MAX_SHOWN_BYTES: usize = 8 * 1024;

/// The longest number whose shape is shown, and the fewest digits of a number whose first and last
/// digit are shown.
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
