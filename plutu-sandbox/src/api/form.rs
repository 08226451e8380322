//! A request's fields: decoded once, then read field by field, so that all bad fields are told at once.

use std::fmt::Display;

use axum::extract::FromRequest;
use axum::extract::Request;
use plutu_core::FieldError;

use crate::api::body;
use crate::api::body::Fields;
use crate::api::body::Value;
use crate::api::envelope::BadFields;
use crate::api::envelope::Refusal;
use crate::journal::shortened;

/// The fields of a request, and what was found wrong with them so far. Unknown fields are tolerated.
pub(super) struct Form {
    fields: Fields,
    bad: BadFields,
}

impl Form {
    /// Reads a field that must be there.
    pub(super) fn required<T, E: Display>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match self.only(name) {
            Ok(Some(text)) => self.read(name, &text, read),
            Ok(None) => self.refuse(name, "it is missing"),
            Err(reason) => self.refuse(name, reason),
        }
    }

    /// Reads a field that may be missing or empty, which is the same to Laravel.
    pub(super) fn optional<T, E: Display>(
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

    /// Checks the payer's mobile number. People write one in many ways; over the wire goes only the one of
    /// the documentation, in which the field's type keeps it.
    ///
    /// What is given back is masked: nobody needs the number itself.
    pub(super) fn mobile_number(
        &mut self,
        normalize: impl FnOnce(&str) -> Result<String, FieldError>,
    ) -> Option<String> {
        self.required("mobile_number", |text| match normalize(text) {
            Ok(number) if number == text => Ok(masked("mobile_number", text)),
            Ok(_) => Err(FieldError::new(
                "mobile number",
                "it is not written as 09XXXXXXXX",
            )),
            Err(error) => Err(error),
        })
    }

    /// Reads a field's value. plutu-core's types are lenient with what people type; what an
    /// application sends must be plain already.
    fn read<T, E: Display>(
        &mut self,
        name: &'static str,
        text: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let is_spaced =
            text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
        if is_spaced || text.chars().any(|it| it.is_numeric() && !it.is_ascii()) {
            return self.refuse(
                name,
                "it has spaces around it, or digits that are not ASCII",
            );
        }
        read(text).map_err(|error| self.blame(name, error)).ok()
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
        fields.collect()
    }

    /// Gives back what was made of the fields, unless one of them is bad.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Refusal> {
        value
            .filter(|_| self.bad.is_empty())
            .ok_or(Refusal::bad_fields(self.bad))
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
        self.blame(name, reason);
        None
    }

    fn blame(&mut self, name: &'static str, reason: impl Display) {
        self.bad.entry(name).or_default().push(reason.to_string());
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        Ok(Self {
            fields: body::read(request, state).await?,
            bad: BadFields::new(),
        })
    }
}

/// A field's text as it may be shown.
fn masked(name: &str, text: &str) -> String {
    match name {
        "mobile_number" => masked_number(text),
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

const MAX_SHOWN: usize = 32;
