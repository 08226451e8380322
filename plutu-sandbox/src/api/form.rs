//! A request's form: decoded once, then read field by field, so that all bad fields are told at once.

use std::fmt::Display;
use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::FromRequest;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;
use plutu_core::InvalidField;

use crate::api::envelope::BadFields;
use crate::api::envelope::Refusal;

/// The fields of a request, and what was found wrong with them so far. Unknown fields are tolerated.
pub(super) struct Form {
    pairs: Vec<(String, String)>,
    bad: BadFields,
}

impl Form {
    /// Reads a field that must be there.
    pub(super) fn required<T, E: Display>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let Some(text) = self.only(name) else {
            self.blame(name, "it is missing");
            return None;
        };
        read(&text).map_err(|error| self.blame(name, error)).ok()
    }

    /// Reads a field that may be missing or empty, which is the same to Laravel.
    pub(super) fn optional<T, E: Display>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.only(name).filter(|text| !text.is_empty())?;
        read(&text).map_err(|error| self.blame(name, error)).ok()
    }

    /// Checks the payer's mobile number. People write one in many ways; over the wire goes only the one of
    /// the documentation, in which the field's type keeps it.
    pub(super) fn mobile_number<T>(&mut self)
    where
        T: FromStr<Err = InvalidField> + AsRef<str>,
    {
        self.required("mobile_number", |text| match text.parse::<T>() {
            Ok(number) if number.as_ref() == text => Ok(()),
            Ok(_) => Err(InvalidField::new(
                "mobile number",
                "it is not written as 09XXXXXXXX",
            )),
            Err(error) => Err(error),
        });
    }

    /// Gives back what was made of the fields, unless one of them is bad.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Refusal> {
        value
            .filter(|_| self.bad.is_empty())
            .ok_or(Refusal::bad_fields(self.bad))
    }

    /// The field's value. PHP would take the last one of several; no client means to send several.
    fn only(&mut self, name: &'static str) -> Option<String> {
        let mut values = self.pairs.iter().filter(|(key, _)| key == name);
        let value = values.next().map(|(_, value)| value.clone());
        if values.next().is_some() {
            self.blame(name, "it is given more than once");
        }
        value
    }

    fn blame(&mut self, name: &'static str, reason: impl Display) {
        self.bad.entry(name).or_default().push(reason.to_string());
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Refusal;

    /// Decodes a body that says of itself that it is a form.
    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        // Plutu takes multipart too, and JSON at some endpoints; urlencoded is the one that is safe.
        if !is_urlencoded(request.headers()) {
            let message = "the body is not application/x-www-form-urlencoded";
            return Err(Refusal::unreadable_body(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                message,
            ));
        }
        let body = Bytes::from_request(request, state).await.map_err(|error| {
            Refusal::unreadable_body(error.status(), "the body is too long or was cut off")
        })?;
        let pairs = form_urlencoded::parse(&body).into_owned().collect();
        Ok(Self {
            pairs,
            bad: BadFields::new(),
        })
    }
}

fn is_urlencoded(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(URLENCODED))
}

const URLENCODED: &str = "application/x-www-form-urlencoded";
