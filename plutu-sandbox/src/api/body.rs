//! Decodes a request's body in any of the three formats that clients send: urlencoded, multipart or
//! JSON.
//!
//! [`form`](super::form) reads the fields and does not know the format.
//!
//! JSON values become the strings that PHP would print (our decision): `12.5` is `12.5`, `5.00` is
//! `5`, `1000000000001` stays unchanged. It is not known whether Plutu accepts a number if its
//! documentation says "string". A boolean, a list or an object is refused (our decision): PHP
//! prints `true` as `1`, which would be an amount.

use std::fmt;

use axum::body::Bytes;
use axum::extract::FromRequest;
use axum::extract::Multipart;
use axum::extract::Request;
use axum::extract::multipart::MultipartError;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error as _;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::api::envelope::Refusal;

/// The fields of a body in their order, including repeated names.
pub(super) type Fields = Vec<(String, Value)>;

/// The value of a field.
pub(super) enum Value {
    Text(String),
    /// JSON's null, which Laravel treats as a missing field.
    Null,
    /// A value that is not a string; the reason names its type.
    NoText(&'static str),
}

/// Reads a body in the format that its `Content-Type` names.
pub(super) async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Fields, Refusal> {
    match Kind::of(request.headers()) {
        Some(Kind::Urlencoded) => Ok(urlencoded(&bytes(request, state).await?)),
        Some(Kind::Multipart) => multipart(request, state).await,
        Some(Kind::Json) => json(&bytes(request, state).await?),
        None => Err(Refusal::unreadable_body(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "the Content-Type must be application/x-www-form-urlencoded, multipart/form-data or \
             application/json",
        )),
    }
}

enum Kind {
    Urlencoded,
    Multipart,
    Json,
}

impl Kind {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let content_type = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        let essence = content_type.split(';').next()?.trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/x-www-form-urlencoded" => Some(Self::Urlencoded),
            "multipart/form-data" => Some(Self::Multipart),
            // The rule of Laravel's `isJson`.
            json if json.ends_with("/json") || json.ends_with("+json") => Some(Self::Json),
            _ => None,
        }
    }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Refusal> {
    let bytes = Bytes::from_request(request, state).await;
    bytes.map_err(|error| {
        Refusal::unreadable_body(error.status(), "the body is too long or was cut off")
    })
}

fn urlencoded(body: &[u8]) -> Fields {
    let pairs = form_urlencoded::parse(body).into_owned();
    pairs
        .map(|(name, text)| (name, Value::Text(text)))
        .collect()
}

async fn multipart<S: Send + Sync>(request: Request, state: &S) -> Result<Fields, Refusal> {
    let parts = Multipart::from_request(request, state).await;
    let mut parts = parts.map_err(|error| {
        Refusal::unreadable_body(error.status(), "the Content-Type has no boundary")
    })?;
    let mut fields = Fields::new();
    while let Some(part) = parts.next_field().await.map_err(unreadable_part)? {
        // In PHP, a part with a file name is an upload and not a field, and a part without a name
        // is ignored.
        let Some(name) = part.name().filter(|_| part.file_name().is_none()) else {
            continue;
        };
        let name = name.to_owned();
        let text = part.text().await.map_err(unreadable_part)?;
        fields.push((name, Value::Text(text)));
    }
    Ok(fields)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn unreadable_part(error: MultipartError) -> Refusal {
    Refusal::unreadable_body(
        error.status(),
        "the multipart body is too long or malformed",
    )
}

fn json(body: &[u8]) -> Result<Fields, Refusal> {
    // For Laravel, such a body has no fields, so every required field is missing: hence the status.
    let object = serde_json::from_slice::<Object>(body).map_err(|_| {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Refusal::unreadable_body(status, "the body is not a JSON object")
    })?;
    Ok(object.0)
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The original spelling of a number matters: PHP distinguishes `-0` from `-0.0`.
        let json = <&RawValue>::deserialize(deserializer)?.get();
        Ok(
            match serde_json::from_str(json).map_err(D::Error::custom)? {
                Json::String(text) => Self::Text(text),
                Json::Number(_) => Self::Text(number_text(json)),
                Json::Null => Self::Null,
                Json::Bool(_) => Self::NoText("it is a JSON boolean"),
                Json::Array(_) => Self::NoText("it is a JSON array"),
                Json::Object(_) => Self::NoText("it is a JSON object"),
            },
        )
    }
}

/// A JSON number as PHP prints it: a 64-bit integer unchanged, any other number as `%.14G`.
fn number_text(json: &str) -> String {
    match json.parse::<i64>() {
        Ok(integer) => integer.to_string(),
        Err(_) => float_text(json.parse().unwrap_or_default()),
    }
}

fn float_text(float: f64) -> String {
    let scientific = format!("{float:.13e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..14).contains(&exponent) {
        let decimals = usize::try_from(13_i32.saturating_sub(exponent)).unwrap_or_default();
        return without_zeros(&format!("{float:.decimals$}")).to_owned();
    }
    let digits = without_zeros(mantissa);
    let point = if digits.contains('.') { "" } else { ".0" };
    format!("{digits}{point}E{exponent:+}")
}

/// A decimal number without trailing zeros.
fn without_zeros(digits: &str) -> &str {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    }
}

/// The fields of an object, including repeated names.
struct Object(Fields);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut fields = Fields::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_php_writes_them() {
        // `php -r 'foreach (json_decode($json) as $x) echo $x, "\n";'`
        for (json, expected) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "-0"),
            ("12", "12"),
            ("12.5", "12.5"),
            ("12.50", "12.5"),
            ("5.00", "5"),
            ("6.01", "6.01"),
            ("12.505", "12.505"),
            ("0.30000000000000004", "0.3"),
            ("1e3", "1000"),
            ("0.0001", "0.0001"),
            ("0.00001", "1.0E-5"),
            ("0.000012", "1.2E-5"),
            ("1000000000001", "1000000000001"),
            ("9223372036854775807", "9223372036854775807"),
            ("9223372036854775808", "9.2233720368548E+18"),
            ("100000000000000.0", "1.0E+14"),
            ("123456789012345.0", "1.2345678901234E+14"),
            ("99999999999999.0", "99999999999999"),
            ("1e25", "1.0E+25"),
        ] {
            assert_eq!(number_text(json), expected, "{json}");
        }
    }
}
